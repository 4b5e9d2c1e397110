package org.wardlight.driver.opcua.internal;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;

/**
 * How a connection is protected, exactly so: nothing weaker is accepted, and nothing else is tried.
 *
 * @param checkHost whether the server's certificate must name the host that was configured
 */
record Security(SecurityPolicy policy, MessageSecurityMode mode, boolean checkHost) {
  static final Security NONE = new Security(SecurityPolicy.None, MessageSecurityMode.None, true);

  /** The policies by the names that the configuration has for them. */
  static final Map<String, SecurityPolicy> POLICIES =
      new TreeMap<>(
          Map.of(
              "none", SecurityPolicy.None,
              "basic256sha256", SecurityPolicy.Basic256Sha256,
              "aes128", SecurityPolicy.Aes128_Sha256_RsaOaep,
              "aes256", SecurityPolicy.Aes256_Sha256_RsaPss));

  /** The modes by the names that the configuration has for them. */
  static final Map<String, MessageSecurityMode> MODES =
      new TreeMap<>(
          Map.of(
              "sign",
              MessageSecurityMode.Sign,
              "sign-and-encrypt",
              MessageSecurityMode.SignAndEncrypt));

  boolean isNone() {
    return policy == SecurityPolicy.None;
  }

  boolean matches(EndpointDescription endpoint) {
    return policy.getUri().equals(endpoint.getSecurityPolicyUri())
        && mode == endpoint.getSecurityMode();
  }

  /** As the configuration would say it. */
  @Override
  public String toString() {
    return name(policy.getUri(), mode);
  }

  /** What an endpoint offers, as the configuration would say it. */
  static String of(EndpointDescription endpoint) {
    return name(endpoint.getSecurityPolicyUri(), endpoint.getSecurityMode());
  }

  private static String name(String policyUri, MessageSecurityMode mode) {
    String policy =
        POLICIES.entrySet().stream()
            .filter(known -> known.getValue().getUri().equals(policyUri))
            .map(Map.Entry::getKey)
            .findFirst()
            // Withdrawn or unknown ones by the last part of their URI: "Basic128Rsa15".
            .orElseGet(() -> String.valueOf(policyUri).replaceFirst(".*#", ""));
    return switch (mode) {
      case Sign -> policy + " sign";
      case SignAndEncrypt -> policy + " sign-and-encrypt";
      case None, Invalid -> policy.toLowerCase(Locale.ROOT);
    };
  }
}
