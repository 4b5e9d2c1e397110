package org.wardlight.driver.opcua.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.WriteOutcome;
import org.wardlight.api.point.Point;

/** Writes of values, and what their answers mean. Nothing is ever sent twice. */
final class Writes {
  private Writes() {}

  /**
   * Sends one value unless it does not fit its point.
   *
   * @param known what has been read of the node; its type is better than the configured one
   */
  static CompletionStage<WriteOutcome> send(
      OpcUaConnection with,
      ConnectionSpec spec,
      Watch.@Nullable Node known,
      Point point,
      double value) {
    if (!NodeValues.within(point, value)) {
      return refused(
          new DriverFailure.Unsupported(
              value + " lies outside the bounds of " + point.name() + "; it was not sent"));
    }
    try {
      NodeAddress address = NodeAddress.of(point);
      NodeId node = with.resolve(address);
      if (node == null) {
        return refused(
            new DriverFailure.Rejected(
                "Bad_NodeIdUnknown", "the server has no namespace " + address.namespace()));
      }
      String type = known == null ? null : known.type();
      return with.write(node, NodeValues.typed(type == null ? address.type() : type, value))
          .handle(
              (status, failed) ->
                  failed == null
                      ? NodeValues.outcome(status, point)
                      : unanswered(Failures.of(failed, spec.endpoint())));
    } catch (IllegalArgumentException e) {
      return refused(new DriverFailure.Unsupported(point.name() + ": " + e.getMessage()));
    } catch (RefusedException | UaException e) {
      return refused(Failures.of(e, spec.endpoint()));
    }
  }

  /** A service fault is an answer; anything else leaves open whether the request arrived. */
  private static WriteOutcome unanswered(DriverFailure failure) {
    return failure instanceof DriverFailure.Rejected
        ? new WriteOutcome.Refused(failure)
        : new WriteOutcome.Unknown(failure);
  }

  static CompletionStage<WriteOutcome> refused(DriverFailure failure) {
    return CompletableFuture.completedFuture(new WriteOutcome.Refused(failure));
  }
}
