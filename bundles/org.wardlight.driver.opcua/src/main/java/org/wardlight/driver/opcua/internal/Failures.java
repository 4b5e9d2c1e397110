package org.wardlight.driver.opcua.internal;

import java.net.URI;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaServiceFaultException;
import org.wardlight.api.driver.DriverFailure;

/** Milo's exceptions as failures of the driver contract. */
final class Failures {
  private Failures() {}

  static DriverFailure of(Throwable thrown, URI endpoint) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof TimeoutException) {
      return new DriverFailure.Timeout("no answer from " + endpoint);
    }
    UaException ua = UaException.extract(thrown).orElse(null);
    if (ua == null) {
      return new DriverFailure.Unreachable(endpoint + ": " + cause);
    }
    long code = ua.getStatusCode().getValue();
    String name = NodeValues.name(ua.getStatusCode());
    if (code == StatusCodes.Bad_Timeout || code == StatusCodes.Bad_RequestTimeout) {
      return new DriverFailure.Timeout("no answer from " + endpoint + " (" + name + ")");
    }
    if (code == StatusCodes.Bad_DecodingError || code == StatusCodes.Bad_TcpMessageTypeInvalid) {
      return new DriverFailure.Malformed(endpoint + ": " + name);
    }
    if (ua instanceof UaServiceFaultException || code == StatusCodes.Bad_SecurityPolicyRejected) {
      return new DriverFailure.Rejected(name, endpoint + ": " + ua.getMessage());
    }
    return new DriverFailure.Unreachable(endpoint + ": " + ua.getMessage());
  }
}
