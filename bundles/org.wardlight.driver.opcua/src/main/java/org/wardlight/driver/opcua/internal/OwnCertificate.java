package org.wardlight.driver.opcua.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Period;
import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.driver.DriverFailure;

/**
 * The certificate by which servers know this one. Made once: a new one would have to be trusted by
 * every server anew, so files that cannot be read are never replaced.
 */
final class OwnCertificate {
  private static final Logger LOG = LoggerFactory.getLogger(OwnCertificate.class);
  private static final int BITS = 2048;

  /** Longer than a controller is in use: expiry would cut off a whole building at once. */
  private static final Period VALID = Period.ofYears(10);

  private final Path certificateFile;
  private final Path keyFile;
  private @Nullable Identity identity;

  /**
   * Key and certificate.
   *
   * @param applicationUri the name of this installation, as the certificate has it
   */
  record Identity(KeyPair keys, X509Certificate certificate, String applicationUri) {}

  OwnCertificate(Path directory) {
    certificateFile = directory.resolve("certificate.der");
    keyFile = directory.resolve("private-key.pem");
  }

  /** Reads them, or makes them when there are none: that takes a moment. */
  synchronized Identity identity() throws RefusedException {
    Identity known = identity;
    if (known != null) {
      return known;
    }
    try {
      Identity found = Files.exists(certificateFile) && Files.exists(keyFile) ? read() : make();
      identity = found;
      return found;
    } catch (IOException | GeneralSecurityException e) {
      throw new RefusedException(
          new DriverFailure.Unsupported(
              "this server's own OPC UA certificate ("
                  + certificateFile
                  + ", "
                  + keyFile.getFileName()
                  + ") cannot be read or made: "
                  + e.getMessage()
                  + ". Restore both files from a backup, or remove both: a new certificate is then"
                  + " made, which every OPC UA server has to trust"));
    }
  }

  private Identity read() throws IOException, GeneralSecurityException {
    X509Certificate certificate = PemFile.certificate(Files.readAllBytes(certificateFile));
    String uri =
        CertificateUtil.getSanUri(certificate)
            .orElseThrow(() -> new GeneralSecurityException("it names no application URI"));
    KeyPair keys = new KeyPair(certificate.getPublicKey(), PemFile.key(keyFile));
    return new Identity(keys, certificate, uri);
  }

  private Identity make() throws IOException, GeneralSecurityException {
    KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(BITS);
    String host = hostName();
    String uri = "urn:wardlight:" + UUID.randomUUID();
    X509Certificate certificate = build(keys, host, uri);
    Path directory = keyFile.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    PemFile.write(keyFile, PemFile.text(keys.getPrivate()).getBytes(StandardCharsets.US_ASCII));
    PemFile.write(certificateFile, certificate.getEncoded());
    LOG.info("made this server's own OPC UA certificate: {}", certificateFile);
    return new Identity(keys, certificate, uri);
  }

  private static X509Certificate build(KeyPair keys, String host, String uri)
      throws GeneralSecurityException {
    try {
      return new SelfSignedCertificateBuilder(keys)
          .setCommonName("Wardlight@" + host)
          .setOrganization("Wardlight")
          .setApplicationUri(uri)
          .addDnsName(host)
          .setValidityPeriod(VALID)
          .setSignatureAlgorithm(SelfSignedCertificateBuilder.SA_SHA256_RSA)
          .build();
    } catch (GeneralSecurityException | RuntimeException e) {
      throw e;
    } catch (Exception e) { // the builder declares no less
      throw new GeneralSecurityException(e);
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
