package org.wardlight.api.driver;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Looks through what a server offers, for bringing devices in; needs no configured facility. A
 * service of each driver whose protocol can be browsed. Thread-safe; answers on threads of the
 * driver.
 */
public interface Browser {
  /** Most nodes on one page. */
  int LARGEST_PAGE = 500;

  /** The schemes of the endpoints that can be browsed, for example {@code opc.tcp}. */
  Set<String> schemes();

  /**
   * The children of a node, or the first page of them.
   *
   * @param node as {@link Node#node} names it; null for where a server's objects begin
   * @param limit most nodes on the page, 1 to {@value #LARGEST_PAGE}
   * @throws IllegalArgumentException if the specification, the node or the limit makes no sense;
   *     the message says what to change
   */
  CompletionStage<Result> browse(ConnectionSpec connection, @Nullable String node, int limit);

  /**
   * The page after another one. It exists for half a minute after the page before; then the answer
   * is a failure that says to begin anew.
   *
   * @param continuation what the page before gave
   */
  CompletionStage<Result> next(String continuation);

  /** The answer. */
  sealed interface Result {}

  /**
   * Some nodes.
   *
   * @param continuation for {@link #next}; null after the last page
   */
  record Page(List<Node> nodes, @Nullable String continuation) implements Result {
    public Page {
      nodes = List.copyOf(nodes);
    }
  }

  /** There is no page. */
  record Failed(DriverFailure failure) implements Result {}

  /** What may be done with a value. */
  enum Access {
    /** It has no value, or none for this user. */
    NONE,
    READ,
    WRITE,
    READ_WRITE
  }

  /**
   * One node of a server.
   *
   * @param namespace URI, as a device type's {@code namespace} has it
   * @param id as an address has it: {@code s=203.Bathroom.Presence} or {@code i=42}
   * @param nodeClass {@code Object} or {@code Variable}
   * @param dataType of a variable, as an address has it where it can: {@code Boolean}, {@code
   *     UInt16}, or the server's own name of it; empty for others
   * @param value what it is now, cut to a line; null if it has none that can be read
   */
  record Node(
      String namespace,
      String id,
      String browseName,
      String displayName,
      String nodeClass,
      String dataType,
      Access access,
      boolean hasChildren,
      @Nullable String value) {
    /** The node in one word, for {@link #browse}: {@code nsu=<namespace>;<id>}. */
    public String node() {
      return "nsu=" + namespace.replace("%", "%25").replace(";", "%3B") + ";" + id;
    }
  }
}
