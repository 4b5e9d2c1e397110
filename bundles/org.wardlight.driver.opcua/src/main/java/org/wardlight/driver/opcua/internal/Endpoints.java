package org.wardlight.driver.opcua.internal;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.stack.core.transport.TransportProfile;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;

/** Which of a server's endpoints is used. */
final class Endpoints {
  private Endpoints() {}

  /**
   * The endpoint with exactly this security, at the address that was configured: many servers
   * announce a host name that cannot be resolved from here.
   */
  static EndpointDescription choose(
      List<EndpointDescription> offered, URI configured, Security security)
      throws RefusedException {
    for (EndpointDescription endpoint : offered) {
      if (isBinary(endpoint) && security.matches(endpoint)) {
        return EndpointUtil.updateUrl(
            endpoint, configured.getHost(), configured.getPort() < 0 ? 4840 : configured.getPort());
      }
    }
    throw new RefusedException(
        "Bad_SecurityPolicyRejected",
        configured
            + " does not offer security "
            + security
            + "; it offers "
            + offered.stream()
                .filter(Endpoints::isBinary)
                .map(Security::of)
                .distinct()
                .collect(Collectors.joining(", "))
            + ". Change the server's settings, or security and mode of the connection");
  }

  private static boolean isBinary(EndpointDescription endpoint) {
    return TransportProfile.TCP_UASC_UABINARY.getUri().equals(endpoint.getTransportProfileUri());
  }
}
