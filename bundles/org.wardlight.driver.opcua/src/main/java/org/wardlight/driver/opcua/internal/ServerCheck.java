package org.wardlight.driver.opcua.internal;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.TrustList.Decision;

/** Whether a server may be spoken to, before anything is said to it that it could misuse. */
final class ServerCheck {
  private static final Logger LOG = LoggerFactory.getLogger(ServerCheck.class);
  private static final Duration WARNED_BEFORE_END = Duration.ofDays(30);

  private final TrustedServers trust;
  private final Clock clock;
  private final Set<String> ending = ConcurrentHashMap.newKeySet();

  ServerCheck(TrustedServers trust, Clock clock) {
    this.trust = trust;
    this.clock = clock;
  }

  /**
   * Checks the certificate of a secured endpoint: trusted by an engineer, valid today, made for
   * this host (unless that check is off) and for the application that the endpoint belongs to.
   */
  void check(EndpointDescription endpoint, URI configured, Security security)
      throws RefusedException {
    try {
      X509Certificate certificate =
          CertificateUtil.decodeCertificate(endpoint.getServerCertificate().bytesOrEmpty());
      String fingerprint = TrustedServers.fingerprint(certificate);
      String whose = "the certificate of " + configured + " (SHA-256 " + fingerprint + ")";
      trusted(trust.decision(certificate, configured.toString()), whose, fingerprint);
      valid(certificate, whose);
      if (security.checkHost()) {
        host(certificate, configured.getHost(), whose);
      }
      application(certificate, endpoint.getServer().getApplicationUri(), whose);
    } catch (UaException | GeneralSecurityException e) {
      throw new RefusedException(
          "Bad_CertificateInvalid",
          configured + " presents no certificate that can be read: " + e.getMessage());
    } catch (IOException e) {
      throw new RefusedException(
          new DriverFailure.Unsupported(
              "the list of trusted certificates cannot be read: " + e + "; mend its directory"));
    }
  }

  private static void trusted(Decision decision, String whose, String fingerprint)
      throws RefusedException {
    switch (decision) {
      case TRUSTED -> {}
      case PENDING ->
          throw new RefusedException(
              "Bad_CertificateUntrusted",
              whose
                  + " waits for an engineer's decision: compare it with the one that the server"
                  + " itself shows, then accept it (POST /api/v1/certificates/"
                  + fingerprint
                  + "/accept)");
      case REJECTED ->
          throw new RefusedException(
              "Bad_CertificateUntrusted",
              whose
                  + " was rejected by an engineer; to trust it after all: POST"
                  + " /api/v1/certificates/"
                  + fingerprint
                  + "/accept");
    }
  }

  private void valid(X509Certificate certificate, String whose) throws RefusedException {
    Instant now = clock.instant();
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    if (now.isBefore(from) || now.isAfter(until)) {
      throw new RefusedException(
          "Bad_CertificateTimeInvalid",
          whose
              + " is valid from "
              + from
              + " to "
              + until
              + ", and it is "
              + now
              + ": check the clocks, or give the server a new certificate and accept that");
    }
    if (now.plus(WARNED_BEFORE_END).isAfter(until) && ending.add(whose)) {
      LOG.warn("{} ends at {}; the connection is lost then", whose, until);
    }
  }

  private static void host(X509Certificate certificate, String host, String whose)
      throws RefusedException {
    List<String> named = new ArrayList<>(CertificateUtil.getSanDnsNames(certificate));
    named.addAll(CertificateUtil.getSanIpAddresses(certificate));
    if (named.stream().noneMatch(host::equalsIgnoreCase)) {
      throw new RefusedException(
          "Bad_CertificateHostNameInvalid",
          whose
              + " is made for "
              + named
              + ", not for "
              + host
              + ": use such a name as the endpoint, give the server a fitting certificate, or set"
              + " check-host: false");
    }
  }

  private static void application(X509Certificate certificate, String announced, String whose)
      throws RefusedException {
    String named = CertificateUtil.getSanUri(certificate).orElse("no application");
    if (!named.equals(announced)) {
      throw new RefusedException(
          "Bad_CertificateUriInvalid",
          whose
              + " is made for "
              + named
              + ", but the server calls itself "
              + announced
              + ": give the server a certificate of its own");
    }
  }
}
