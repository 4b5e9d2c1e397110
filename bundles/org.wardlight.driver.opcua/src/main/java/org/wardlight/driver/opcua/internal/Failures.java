package org.wardlight.driver.opcua.internal;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaServiceFaultException;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.DriverFailure;

/** Milo's exceptions as failures of the driver contract. */
final class Failures {
  private static final String DISTRUSTED =
      "the server does not accept this server's certificate: make it trust opcua/certificate.der"
          + " of the data directory, and compare the clocks";

  private static final String LOG_IN =
      "the server refuses the log-in: check user, password-file or user-certificate, and the"
          + " user's rights there";

  /** What to do when a server refuses the session itself. */
  private static final Map<Long, String> ADVICE =
      Map.of(
          StatusCodes.Bad_SecurityChecksFailed, DISTRUSTED,
          StatusCodes.Bad_CertificateUntrusted, DISTRUSTED,
          StatusCodes.Bad_CertificateInvalid, DISTRUSTED,
          StatusCodes.Bad_CertificateTimeInvalid, DISTRUSTED,
          StatusCodes.Bad_CertificateUriInvalid, DISTRUSTED,
          StatusCodes.Bad_UserAccessDenied, LOG_IN,
          StatusCodes.Bad_IdentityTokenInvalid, LOG_IN,
          StatusCodes.Bad_IdentityTokenRejected, LOG_IN);

  private Failures() {}

  static DriverFailure of(Throwable thrown, URI endpoint) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof RefusedException refused) {
      return refused.failure();
    }
    String network = network(thrown, endpoint);
    if (network != null) {
      return new DriverFailure.Unreachable(network);
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
    String advice = ADVICE.get(code);
    if (advice != null) {
      return new DriverFailure.Rejected(name, endpoint + ": " + advice + " (" + name + ")");
    }
    if (ua instanceof UaServiceFaultException) {
      return new DriverFailure.Rejected(name, endpoint + ": " + ua.getMessage());
    }
    return new DriverFailure.Unreachable(endpoint + ": " + ua.getMessage());
  }

  /** What the network says, without the names of exceptions; null if it is not the network. */
  private static @Nullable String network(Throwable thrown, URI endpoint) {
    String server = endpoint.getRawAuthority();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      // Netty's timeout of connecting is a ConnectException too.
      if (cause instanceof ConnectException
          && String.valueOf(cause.getMessage()).contains("refused")) {
        return "connection refused by " + server;
      }
      if (cause instanceof UnknownHostException) {
        return "no such host: " + endpoint.getHost();
      }
      if (cause instanceof NoRouteToHostException) {
        return "no route to " + server;
      }
    }
    return null;
  }
}
