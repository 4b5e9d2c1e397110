package org.wardlight.driver.opcua.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.LinkState.Status;
import org.wardlight.api.driver.TrustList.Decision;
import org.wardlight.api.driver.TrustList.ServerCertificate;
import org.wardlight.api.point.Point;

/** Secured connections: what is accepted, what is refused, and what the engineer is told. */
class OpcUaSecurityTest extends LinkFixture {
  private static final Security AES256 =
      new Security(SecurityPolicy.Aes256_Sha256_RsaPss, MessageSecurityMode.SignAndEncrypt, true);
  private static final Security AES256_SIGN =
      new Security(SecurityPolicy.Aes256_Sha256_RsaPss, MessageSecurityMode.Sign, true);
  private static final Map<String, Object> SECURED = Map.of("security", "aes256");
  private final Point presence = point(0, "presence", "Boolean");

  @ParameterizedTest
  @CsvSource({
    "basic256sha256,sign", "basic256sha256,sign-and-encrypt",
    "aes128,sign", "aes128,sign-and-encrypt",
    "aes256,sign", "aes256,sign-and-encrypt"
  })
  void everyPolicyAndModeConnectsReadsAndWrites(String policy, String mode) throws Exception {
    Map<String, Object> options = Map.of("security", policy, "mode", mode);
    serve(TestSecurity.offering(Security.NONE, OpcUaOptions.of(spec(port, options)).security()));
    trustServer();
    Point lamp = point(0, "lamp", "UInt16");
    var opened = open(port, options, lamp);

    awaitValue(0, 0, 10);
    write(opened, lamp, 2);
    awaitValue(0, 2, 2);
  }

  @Test
  void anUnknownServerWaitsForADecisionAndConnectsByItselfAfterIt() throws Exception {
    serve(TestSecurity.offering(AES256));
    open(port, SECURED, presence);

    DriverFailure.Rejected failure = awaitRejection();
    String fingerprint = TrustedServers.fingerprint(TestSecurity.CERTIFICATE);
    assertThat(failure.code()).isEqualTo("Bad_CertificateUntrusted");
    assertThat(failure.detail()).contains("/api/v1/certificates/" + fingerprint + "/accept");
    List<ServerCertificate> known = driver().certificates();
    assertThat(known).hasSize(1);
    assertThat(known.get(0).decision()).isEqualTo(Decision.PENDING);
    assertThat(known.get(0).endpoint()).isEqualTo("opc.tcp://127.0.0.1:" + port + "/test");

    assertThat(driver().accept(fingerprint)).isTrue();

    awaitValue(0, 0, 5);
    assertThat(listener.status()).isEqualTo(Status.UP);
  }

  @Test
  void aRejectedServerStaysDown() throws Exception {
    serve(TestSecurity.offering(AES256));
    trustServer();
    driver().reject(TrustedServers.fingerprint(TestSecurity.CERTIFICATE));
    open(port, SECURED, presence);

    assertThat(awaitRejection().detail()).contains("was rejected by an engineer");
    await()
        .during(2, TimeUnit.SECONDS)
        .atMost(4, TimeUnit.SECONDS)
        .until(() -> listener.status() == Status.DOWN);
  }

  @Test
  void aWeakerEndpointIsRefusedWithWhatTheServerOffers() throws Exception {
    serve(TestSecurity.offering(Security.NONE, AES256_SIGN));
    open(port, SECURED, presence);

    DriverFailure.Rejected failure = awaitRejection();
    assertThat(failure.code()).isEqualTo("Bad_SecurityPolicyRejected");
    assertThat(failure.detail())
        .contains("does not offer security aes256 sign-and-encrypt; it offers none, aes256 sign");
  }

  @Test
  void aServerThatAnnouncesANameThatNobodyKnowsIsReachedAllTheSame() throws Exception {
    serve(TestSecurity.offering(AES256).announcing("plc.unreachable.invalid"));
    trustServer();
    open(port, SECURED, presence);

    awaitValue(0, 0, 10);
  }

  @Test
  void aServerThatDoesNotTrustUsIsReportedWithWhatToDo() throws Exception {
    serve(TestSecurity.offering(AES256).distrusting());
    trustServer();
    open(port, SECURED, presence);

    assertThat(awaitRejection().detail()).contains("make it trust opcua/certificate.der");
  }

  @Test
  void aPasswordFromAFileLogsIn() throws Exception {
    serve(TestSecurity.offering(AES256).withLogins(OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME));
    trustServer();
    Files.writeString(directory.resolve("plc.txt"), TestSecurity.PASSWORD + "\n");
    open(port, with("user", TestSecurity.USER, "password-file", "plc.txt"), presence);

    awaitValue(0, 0, 10);
  }

  @Test
  void aWrongPasswordIsReportedAsSuchAndTheRightOneIsTakenUpWithoutRestart() throws Exception {
    serve(TestSecurity.offering(AES256).withLogins(OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME));
    trustServer();
    Files.writeString(directory.resolve("plc.txt"), "guess");
    open(port, with("user", TestSecurity.USER, "password-file", "plc.txt"), presence);

    assertThat(awaitRejection().detail()).contains("refuses the log-in");
    Files.writeString(directory.resolve("plc.txt"), TestSecurity.PASSWORD);
    awaitValue(0, 0, 5);
  }

  @Test
  void aMissingPasswordFileIsNamed() throws Exception {
    serve(TestSecurity.offering(AES256).withLogins(OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME));
    trustServer();
    open(port, with("user", TestSecurity.USER, "password-file", "nowhere.txt"), presence);

    await().atMost(10, TimeUnit.SECONDS).until(() -> listener.status() == Status.DOWN);
    assertThat(String.valueOf(listener.failure())).contains("nowhere.txt");
  }

  /** Signing alone leaves a password readable for everybody on the network. */
  @Test
  void aPasswordIsNeverSentInTheClearOverASecuredConnection() throws Exception {
    UserTokenPolicy clear =
        new UserTokenPolicy(
            "clear", UserTokenType.UserName, null, null, SecurityPolicy.None.getUri());
    serve(TestSecurity.offering(AES256_SIGN).withLogins(clear));
    trustServer();
    Map<String, Object> options =
        new HashMap<>(with("user", TestSecurity.USER, "password", TestSecurity.PASSWORD));
    options.put("mode", "sign");
    open(port, options, presence);

    assertThat(awaitRejection().detail()).contains("wants the password unencrypted");
  }

  @Test
  void aUsersCertificateLogsIn() throws Exception {
    serve(TestSecurity.offering(AES256).withLogins(OpcUaServerConfig.USER_TOKEN_POLICY_X509));
    trustServer();
    Files.write(directory.resolve("user.der"), TestSecurity.USER_CERTIFICATE.getEncoded());
    Files.writeString(
        directory.resolve("user.pem"),
        PemFile.text(TestSecurity.USER_KEYS.getPrivate()),
        StandardCharsets.US_ASCII);
    open(port, with("user-certificate", "user.der", "user-key", "user.pem"), presence);

    awaitValue(0, 0, 10);
  }

  @Test
  void anAnonymousLogInThatIsNotOfferedIsReportedWithWhatIs() throws Exception {
    serve(
        TestSecurity.offering(Security.NONE)
            .withLogins(OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME));
    open(port, presence);

    assertThat(awaitRejection().detail())
        .contains("does not offer the log-in Anonymous but UserName");
  }

  @Test
  void aRestartOfASecuredServerIsSurvived() throws Exception {
    TestServer first = serve(TestSecurity.offering(AES256));
    trustServer();
    open(port, SECURED, presence);
    awaitValue(0, 0, 10);

    first.close();
    await().atMost(10, TimeUnit.SECONDS).until(() -> listener.status() == Status.DOWN);
    server = new TestServer(port, Map.of("presence", true), TestSecurity.offering(AES256));

    awaitValue(0, 1, 5);
  }

  private static Map<String, Object> with(String a, Object x, String b, Object y) {
    return Map.of("security", "aes256", a, x, b, y);
  }

  private void trustServer() throws Exception {
    Files.write(
        Files.createDirectories(directory.resolve("trusted")).resolve("server.der"),
        TestSecurity.CERTIFICATE.getEncoded());
  }

  private DriverFailure.Rejected awaitRejection() {
    await().atMost(10, TimeUnit.SECONDS).until(() -> listener.status() == Status.DOWN);
    assertThat(listener.failure()).isInstanceOf(DriverFailure.Rejected.class);
    return (DriverFailure.Rejected) java.util.Objects.requireNonNull(listener.failure());
  }
}
