package org.wardlight.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.junit.jupiter.api.Test;

/** What a simulated server offers follows from what its connection asks for. */
class OpcUaProtectionTest {
  @Test
  void withoutOptionsAnybodyMayConnectUnsecured() throws Exception {
    assertThat(offered(Map.of()))
        .singleElement()
        .satisfies(
            endpoint -> {
              assertThat(endpoint.getSecurityMode()).isEqualTo(MessageSecurityMode.None);
              assertThat(endpoint.getUserIdentityTokens())
                  .extracting(token -> token.getTokenType())
                  .containsExactly(UserTokenType.Anonymous);
            });
  }

  @Test
  void aSecuredConnectionFindsSecuredEndpointsOnlyAndMustLogIn() throws Exception {
    List<EndpointDescription> offered =
        offered(Map.of("security", "aes256", "user", "wardlight", "password", "x"));

    assertThat(offered).hasSize(6);
    assertThat(offered)
        .allSatisfy(
            endpoint -> {
              assertThat(endpoint.getSecurityMode()).isNotEqualTo(MessageSecurityMode.None);
              assertThat(endpoint.getUserIdentityTokens())
                  .extracting(token -> token.getTokenType())
                  .containsExactly(UserTokenType.UserName);
              assertThat(
                      CertificateUtil.getSanUri(
                          CertificateUtil.decodeCertificate(
                              endpoint.getServerCertificate().bytesOrEmpty())))
                  .contains(endpoint.getServer().getApplicationUri());
            });
  }

  private static List<EndpointDescription> offered(Map<String, Object> options) throws Exception {
    TestHouse house = new TestHouse(options);
    try (SimulatedFacility simulated =
        SimulatedFacility.start(house.facility(), SimulationSettings.quiet())) {
      assertThat(simulated.summary()).contains("1 OPC UA server");
      URI endpoint = URI.create("opc.tcp://127.0.0.1:" + house.opcUaPort + "/wardlight");
      return DiscoveryClient.getEndpoints(endpoint.toString()).get(10, TimeUnit.SECONDS);
    }
  }
}
