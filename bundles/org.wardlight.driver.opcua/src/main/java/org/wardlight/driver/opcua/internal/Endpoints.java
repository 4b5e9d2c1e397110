package org.wardlight.driver.opcua.internal;

import java.net.URI;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;

/** Which of a server's endpoints is used: the one place that signing and encryption will change. */
final class Endpoints {
  private Endpoints() {}

  /**
   * The unsecured endpoint, at the address that was configured: many servers announce a host name
   * that cannot be resolved from here.
   */
  static EndpointDescription choose(List<EndpointDescription> offered, URI configured)
      throws UaException {
    for (EndpointDescription endpoint : offered) {
      if (SecurityPolicy.None.getUri().equals(endpoint.getSecurityPolicyUri())
          && endpoint.getSecurityMode() == MessageSecurityMode.None) {
        return EndpointUtil.updateUrl(
            endpoint, configured.getHost(), configured.getPort() < 0 ? 4840 : configured.getPort());
      }
    }
    throw new UaException(
        StatusCodes.Bad_SecurityPolicyRejected,
        configured + " offers no endpoint with security policy None, the only one supported");
  }
}
