package org.wardlight.driver.opcua.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ApplicationType;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.ApplicationDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.TrustList.Decision;
import org.wardlight.api.driver.TrustList.ServerCertificate;

/** This server's own certificate, and what is checked of others. */
class CertificatesTest {
  private static final X509Certificate SERVER = TestSecurity.CERTIFICATE;
  private static final URI ENDPOINT = URI.create("opc.tcp://127.0.0.1:4840/test");
  private static final Security CHECKED =
      new Security(SecurityPolicy.Basic256Sha256, MessageSecurityMode.Sign, true);
  private static final Security NO_HOST_CHECK =
      new Security(SecurityPolicy.Basic256Sha256, MessageSecurityMode.Sign, false);

  @TempDir Path directory;

  @Test
  void theOwnCertificateIsMadeOnceAndKept() throws Exception {
    OwnCertificate.Identity made = new OwnCertificate(directory).identity();
    OwnCertificate.Identity read = new OwnCertificate(directory).identity();

    X509Certificate certificate = made.certificate();
    assertThat(read.certificate()).isEqualTo(certificate);
    assertThat(read.keys().getPrivate()).isEqualTo(made.keys().getPrivate());
    assertThat(CertificateUtil.getSanUri(certificate)).contains(made.applicationUri());
    assertThat(CertificateUtil.getSanDnsNames(certificate)).isNotEmpty();
    assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withRSA");
    assertThat(certificate.getNotAfter().toInstant())
        .isAfter(certificate.getNotBefore().toInstant().plus(Duration.ofDays(3650)));
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("private-key.pem"))))
        .isEqualTo("rw-------");
  }

  @Test
  void anOwnCertificateThatCannotBeReadIsNotReplaced() throws Exception {
    Files.write(directory.resolve("certificate.der"), SERVER.getEncoded());
    Files.writeString(directory.resolve("private-key.pem"), "spoiled");

    assertThatThrownBy(() -> new OwnCertificate(directory).identity())
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("Restore both files from a backup");
    assertThat(directory.resolve("private-key.pem")).hasContent("spoiled");
  }

  @Test
  void aDecisionOutlivesARestart() throws Exception {
    TrustedServers first = trust(Instant.parse("2026-11-22T02:11:00Z"));
    assertThat(first.decision(SERVER, ENDPOINT.toString())).isEqualTo(Decision.PENDING);
    String fingerprint = TrustedServers.fingerprint(SERVER);
    assertThat(first.accept(fingerprint.toUpperCase(java.util.Locale.ROOT))).isTrue();

    TrustedServers second = trust(Instant.parse("2026-11-23T00:00:00Z"));
    assertThat(second.decision(SERVER, "elsewhere")).isEqualTo(Decision.TRUSTED);
    assertThat(second.certificates())
        .containsExactly(
            new ServerCertificate(
                fingerprint,
                SERVER.getSubjectX500Principal().getName(),
                SERVER.getIssuerX500Principal().getName(),
                SERVER.getNotBefore().toInstant(),
                SERVER.getNotAfter().toInstant(),
                ENDPOINT.toString(),
                Instant.parse("2026-11-22T02:11:00Z"),
                Decision.TRUSTED));
    assertThat(second.reject(fingerprint)).isTrue();
    assertThat(second.decision(SERVER, "elsewhere")).isEqualTo(Decision.REJECTED);
    assertThat(second.accept("00")).isFalse();
  }

  @Test
  void pendingCertificatesAreBoundedAndTheOldestGoes() throws Exception {
    for (int i = 0; i <= TrustedServers.MOST_PENDING; i++) {
      trust(Instant.parse("2026-11-22T00:00:00Z").plusSeconds(i))
          .decision(
              TestSecurity.certificate(TestSecurity.KEYS, "127.0.0.1", "urn:" + i), "server " + i);
    }

    assertThat(trust(Instant.EPOCH).certificates())
        .hasSize(TrustedServers.MOST_PENDING)
        .extracting(ServerCertificate::endpoint)
        .doesNotContain("server 0")
        .contains("server " + TrustedServers.MOST_PENDING);
  }

  @Test
  void aFileThatIsNoCertificateHarmsNoOther() throws Exception {
    TrustedServers trust = trust(Instant.now());
    trust.decision(SERVER, "");
    Files.writeString(directory.resolve("pending/readme.txt"), "no certificate");

    assertThat(trust.certificates()).hasSize(1);
  }

  @Test
  void aCertificateIsGoodOnlyWithinItsTime() throws Exception {
    assertRefused(
        "Bad_CertificateTimeInvalid",
        () -> check(SERVER.getNotAfter().toInstant().plusSeconds(1), CHECKED, "127.0.0.1"));
    assertRefused(
        "Bad_CertificateTimeInvalid",
        () -> check(SERVER.getNotBefore().toInstant().minusSeconds(1), CHECKED, "127.0.0.1"));
    check(SERVER.getNotAfter().toInstant().minusSeconds(1), CHECKED, "127.0.0.1");
  }

  @Test
  void aCertificateIsGoodOnlyForItsHostUnlessThatIsNotChecked() throws Exception {
    Instant valid = SERVER.getNotBefore().toInstant().plusSeconds(1);
    check(valid, CHECKED, "127.0.0.1");
    check(valid, CHECKED, "SERVER.test");
    assertRefused("Bad_CertificateHostNameInvalid", () -> check(valid, CHECKED, "127.0.0.2"));
    check(valid, NO_HOST_CHECK, "127.0.0.2");
  }

  @Test
  void aCertificateIsGoodOnlyForItsApplication() {
    Instant valid = SERVER.getNotBefore().toInstant().plusSeconds(1);
    assertRefused(
        "Bad_CertificateUriInvalid",
        () -> check(valid, NO_HOST_CHECK, "127.0.0.1", "urn:somebody:else"));
  }

  private TrustedServers trust(Instant now) {
    return new TrustedServers(directory, Clock.fixed(now, ZoneOffset.UTC));
  }

  private void check(Instant now, Security security, String host) throws Exception {
    check(now, security, host, TestSecurity.APPLICATION);
  }

  private void check(Instant now, Security security, String host, String application)
      throws Exception {
    TrustedServers trust = trust(now);
    trust.decision(SERVER, ENDPOINT.toString());
    trust.accept(TrustedServers.fingerprint(SERVER));
    new ServerCheck(trust, Clock.fixed(now, ZoneOffset.UTC))
        .check(endpoint(application), URI.create("opc.tcp://" + host + ":4840/test"), security);
  }

  private static void assertRefused(String code, ThrowingCallable check) {
    assertThatThrownBy(check)
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused ->
                assertThat(((DriverFailure.Rejected) refused.failure()).code()).isEqualTo(code));
  }

  private static EndpointDescription endpoint(String application) throws Exception {
    return new EndpointDescription(
        ENDPOINT.toString(),
        new ApplicationDescription(
            application,
            "urn:test",
            LocalizedText.english("test"),
            ApplicationType.Server,
            null,
            null,
            new String[0]),
        ByteString.of(SERVER.getEncoded()),
        MessageSecurityMode.Sign,
        SecurityPolicy.Basic256Sha256.getUri(),
        new UserTokenPolicy[0],
        "http://opcfoundation.org/UA-Profile/Transport/uatcp-uasc-uabinary",
        Unsigned.ubyte(0));
  }
}
