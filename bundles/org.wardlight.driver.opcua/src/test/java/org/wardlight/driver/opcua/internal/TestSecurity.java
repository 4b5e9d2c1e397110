package org.wardlight.driver.opcua.internal;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Period;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.identity.AnonymousIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.CompositeValidator;
import org.eclipse.milo.opcua.sdk.server.identity.IdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.X509IdentityValidator;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateManager;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/**
 * How a test server is protected.
 *
 * @param offered the endpoints
 * @param hostname what the server announces as its own name
 * @param logins what kinds of log-in it offers
 * @param distrusts whether it refuses every client's certificate
 */
record TestSecurity(
    List<Security> offered, String hostname, List<UserTokenPolicy> logins, boolean distrusts) {
  static final String APPLICATION = "urn:test:server";
  static final String USER = "wardlight";
  static final String PASSWORD = "correct horse";

  /** One for all tests: making a key takes long. */
  static final KeyPair KEYS = newKeys();

  static final X509Certificate CERTIFICATE = certificate(KEYS, "127.0.0.1", APPLICATION);
  static final KeyPair USER_KEYS = newKeys();
  static final X509Certificate USER_CERTIFICATE =
      certificate(USER_KEYS, "127.0.0.1", "urn:test:user");
  static final TestSecurity NONE = offering(Security.NONE);

  static TestSecurity offering(Security... offered) {
    return new TestSecurity(
        List.of(offered),
        "127.0.0.1",
        List.of(OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS),
        false);
  }

  TestSecurity withLogins(UserTokenPolicy... only) {
    return new TestSecurity(offered, hostname, List.of(only), distrusts);
  }

  TestSecurity announcing(String name) {
    return new TestSecurity(offered, name, logins, distrusts);
  }

  TestSecurity distrusting() {
    return new TestSecurity(offered, hostname, logins, true);
  }

  private static KeyPair newKeys() {
    try {
      return SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static X509Certificate certificate(KeyPair keys, String ip, String application) {
    try {
      return new SelfSignedCertificateBuilder(keys)
          .setCommonName("test server")
          .setApplicationUri(application)
          .addIpAddress(ip)
          .addDnsName("server.test")
          .setValidityPeriod(Period.ofYears(1))
          .build();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  Set<EndpointConfig> endpoints(int port) {
    Set<EndpointConfig> endpoints = new LinkedHashSet<>();
    for (Security security : offered) {
      EndpointConfig.Builder endpoint =
          EndpointConfig.newBuilder()
              .setBindAddress("127.0.0.1")
              .setHostname(hostname)
              .setBindPort(port)
              .setPath("/test")
              .setSecurityPolicy(security.policy())
              .setSecurityMode(security.mode())
              .addTokenPolicies(logins.toArray(UserTokenPolicy[]::new));
      if (!security.isNone()) {
        endpoint.setCertificate(CERTIFICATE);
      }
      endpoints.add(endpoint.build());
    }
    return endpoints;
  }

  IdentityValidator users() {
    return new CompositeValidator(
        AnonymousIdentityValidator.INSTANCE,
        new UsernameIdentityValidator(
            given -> given.getUsername().equals(USER) && given.getPassword().equals(PASSWORD)),
        new X509IdentityValidator(USER_CERTIFICATE::equals));
  }

  CertificateManager certificates() throws Exception {
    CertificateValidator clients =
        (chain, uri, hosts) -> {
          if (distrusts) {
            throw new UaException(StatusCodes.Bad_CertificateUntrusted);
          }
        };
    return new DefaultCertificateManager(
        new MemoryCertificateQuarantine(),
        DefaultApplicationGroup.createAndInitialize(
            new MemoryTrustListManager(), new MemoryCertificateStore(), new Fixed(), clients));
  }

  private static final class Fixed extends RsaSha256CertificateFactory {
    @Override
    public KeyPair createRsaSha256KeyPair() {
      return KEYS;
    }

    @Override
    protected X509Certificate[] createRsaSha256CertificateChain(KeyPair keys) {
      return new X509Certificate[] {CERTIFICATE};
    }
  }
}
