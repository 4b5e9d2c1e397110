package org.wardlight.api.driver;

import java.time.Instant;
import java.util.List;

/**
 * The certificates of the servers that a driver has met, and which of them an engineer trusts. A
 * service of each driver that speaks to servers with certificates. Thread-safe; every call reads or
 * writes files, so none is made on a ward's lane.
 */
public interface TrustList {
  /** What has been decided about a certificate. */
  enum Decision {
    /** Nobody has decided yet: connections to its server stay down. */
    PENDING,
    TRUSTED,
    REJECTED
  }

  /**
   * A server's certificate.
   *
   * @param fingerprint SHA-256 of the certificate, 64 lower-case hexadecimal digits
   * @param endpoint the connection at which it was met; empty for one that was put there as a file
   */
  record ServerCertificate(
      String fingerprint,
      String subject,
      String issuer,
      Instant notBefore,
      Instant notAfter,
      String endpoint,
      Instant firstSeen,
      Decision decision) {}

  /**
   * All of them, the pending ones first.
   *
   * @throws java.io.UncheckedIOException if the directory of the certificates cannot be read
   */
  List<ServerCertificate> certificates();

  /**
   * Trusts a certificate that is pending or was rejected; links to its server connect by themselves
   * within five seconds.
   *
   * @return false if there is no such certificate
   * @throws java.io.UncheckedIOException if the decision cannot be kept
   */
  boolean accept(String fingerprint);

  /**
   * Trusts a certificate no longer, or never. A session that is up stays so until it is made anew.
   *
   * @return false if there is no such certificate
   * @throws java.io.UncheckedIOException if the decision cannot be kept
   */
  boolean reject(String fingerprint);
}
