package org.wardlight.driver.opcua.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.EnumSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys in files. */
final class PemFile {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  private PemFile() {}

  /** A certificate in PEM or DER. */
  static X509Certificate certificate(byte[] content) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(content));
  }

  /** An RSA key in PEM, PKCS#8, not encrypted. */
  static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    Matcher matcher = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    if (!matcher.find()) {
      throw new GeneralSecurityException(
          file + " holds no unencrypted PKCS#8 key (\"BEGIN PRIVATE KEY\")");
    }
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1))));
  }

  static String text(PrivateKey key) {
    return text("PRIVATE KEY", key.getEncoded());
  }

  static String text(X509Certificate certificate) throws GeneralSecurityException {
    return text("CERTIFICATE", certificate.getEncoded());
  }

  private static String text(String what, byte[] content) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
  }

  /** Writes a file that only this user can read, whole or not at all. */
  static void write(Path file, byte[] content) throws IOException {
    Path half = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(half);
    Files.createFile(half);
    if (Files.getFileStore(half).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(
          half, EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
    }
    Files.write(half, content);
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
