package org.wardlight.sim;

import java.security.KeyPair;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigBuilder;
import org.eclipse.milo.opcua.sdk.server.identity.AnonymousIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How a simulated OPC UA server is protected: as the options of its connection expect it. With a
 * security other than none it offers all secured endpoints and no other, under a certificate that
 * it makes at each start; every client's certificate will do. With a user it takes that user only,
 * and the password that the options state (any, if they name a file).
 */
final class OpcUaProtection {
  private static final List<SecurityPolicy> POLICIES =
      List.of(
          SecurityPolicy.Basic256Sha256,
          SecurityPolicy.Aes128_Sha256_RsaOaep,
          SecurityPolicy.Aes256_Sha256_RsaPss);

  private final @Nullable Object user;
  private final @Nullable Object password;
  private final @Nullable Own own;

  private record Own(KeyPair keys, X509Certificate certificate) {}

  OpcUaProtection(String application, Map<String, Object> options) {
    user = options.get("user");
    password = options.get("password");
    own =
        "none".equals(options.getOrDefault("security", "none"))
            ? null
            : newCertificate(application);
  }

  /** The endpoints: variants of one that has an address. */
  List<EndpointConfig> endpoints(EndpointConfig.Builder address) {
    UserTokenPolicy login =
        user == null
            ? OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS
            : OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME;
    EndpointConfig.Builder base = address.addTokenPolicy(login);
    List<EndpointConfig> endpoints = new ArrayList<>();
    if (own == null) {
      endpoints.add(
          base.copy()
              .setSecurityPolicy(SecurityPolicy.None)
              .setSecurityMode(MessageSecurityMode.None)
              .build());
      return endpoints;
    }
    for (SecurityPolicy policy : POLICIES) {
      for (MessageSecurityMode mode :
          List.of(MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt)) {
        endpoints.add(
            base.copy()
                .setCertificate(own.certificate())
                .setSecurityPolicy(policy)
                .setSecurityMode(mode)
                .build());
      }
    }
    return endpoints;
  }

  /** Certificates and log-in of the server. */
  OpcUaServerConfigBuilder applyTo(OpcUaServerConfigBuilder server) {
    MemoryCertificateQuarantine quarantine = new MemoryCertificateQuarantine();
    return server
        .setIdentityValidator(
            user == null
                ? AnonymousIdentityValidator.INSTANCE
                : new UsernameIdentityValidator(
                    given ->
                        given.getUsername().equals(user)
                            && (password == null || given.getPassword().equals(password))))
        .setCertificateManager(
            own == null
                ? new DefaultCertificateManager(quarantine)
                : new DefaultCertificateManager(quarantine, group(own)));
  }

  private static DefaultApplicationGroup group(Own own) {
    try {
      return DefaultApplicationGroup.createAndInitialize(
          new MemoryTrustListManager(),
          new MemoryCertificateStore(),
          new Fixed(own),
          new CertificateValidator.InsecureCertificateValidator());
    } catch (Exception e) { // declared so by the library
      throw new SimulationException("no certificate store: " + e.getMessage(), e);
    }
  }

  private static Own newCertificate(String application) {
    // Aes256_Sha256_RsaPss needs an algorithm that the JDK has under another name.
    Security.addProvider(new BouncyCastleProvider());
    try {
      KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
      return new Own(
          keys,
          new SelfSignedCertificateBuilder(keys)
              .setCommonName("Wardlight simulated facility")
              .setApplicationUri(application)
              .addDnsName("localhost")
              .addIpAddress("127.0.0.1")
              .setValidityPeriod(Period.ofYears(1))
              .build());
    } catch (Exception e) { // declared so by the library
      throw new SimulationException("no certificate for " + application + ": " + e.getMessage(), e);
    }
  }

  private static final class Fixed extends RsaSha256CertificateFactory {
    private final Own own;

    Fixed(Own own) {
      this.own = own;
    }

    @Override
    protected KeyPair createRsaSha256KeyPair() {
      return own.keys();
    }

    @Override
    protected X509Certificate[] createRsaSha256CertificateChain(KeyPair keys) {
      return new X509Certificate[] {own.certificate()};
    }
  }
}
