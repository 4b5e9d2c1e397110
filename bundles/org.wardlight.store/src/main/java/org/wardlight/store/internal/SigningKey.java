package org.wardlight.store.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** The key that signs checkpoints; made when it is first needed. Its public half lies beside it. */
final class SigningKey {
  static final String ALGORITHM = "Ed25519";

  /** The private key's file. It never leaves the machine, so no backup holds it. */
  static final String FILE = "signing-key";

  static final String PUBLIC_SUFFIX = ".pub";

  private final PrivateKey key;
  private final String id;

  private SigningKey(PrivateKey key, String id) {
    this.key = key;
    this.id = id;
  }

  /** Reads the key of a directory, or makes one. */
  static SigningKey in(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      List<String> lines = Files.readAllLines(file);
      if (lines.size() != 2) {
        throw new IOException(file + " is damaged: move it away, and a new key will be made");
      }
      byte[] secret = Base64.getDecoder().decode(lines.get(0));
      byte[] open = Base64.getDecoder().decode(lines.get(1));
      String id = id(open);
      Path published = directory.resolve("key-" + id + PUBLIC_SUFFIX);
      if (!Files.exists(published)) {
        DurableFiles.write(published, (lines.get(1) + "\n").getBytes(UTF_8));
      }
      PrivateKey key =
          KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(secret));
      return new SigningKey(key, id);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + " holds no key: " + e.getMessage(), e);
    }
  }

  private static void make(Path file) throws IOException, GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    Base64.Encoder base64 = Base64.getEncoder();
    String text =
        base64.encodeToString(pair.getPrivate().getEncoded())
            + "\n"
            + base64.encodeToString(pair.getPublic().getEncoded())
            + "\n";
    DurableFiles.write(file, text.getBytes(UTF_8));
  }

  /** Reads a public key as it lies beside the checkpoints. */
  static PublicKey readPublic(Path file) throws IOException {
    try {
      byte[] open = Base64.getDecoder().decode(Files.readString(file).strip());
      return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(open));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + " holds no public key: " + e.getMessage(), e);
    }
  }

  /** Eight digits by which checkpoints name their key. */
  static String id(PublicKey key) {
    return id(key.getEncoded());
  }

  private static String id(byte[] encoded) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(encoded);
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  Checkpoint sign(Chain.Tail end, Instant time, String facility) {
    String hash = end.hash().toString();
    String text = Checkpoint.signed(end.sequence(), hash, time, facility, id);
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(text.getBytes(UTF_8));
      String signed = Base64.getEncoder().encodeToString(signature.sign());
      return new Checkpoint(end.sequence(), hash, time, facility, id, signed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign with the key " + id, e);
    }
  }
}
