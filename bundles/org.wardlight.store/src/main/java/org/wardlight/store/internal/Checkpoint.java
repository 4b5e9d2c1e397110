package org.wardlight.store.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A signed line that attests the journal up to one entry. Kept elsewhere, it shows that the journal
 * still has that history: the hash covers every entry before it.
 *
 * @param sequence the entry
 * @param hash its hash, in hexadecimal digits
 * @param facility the facility's id
 * @param key the id of the key that signed
 * @param signature Ed25519 over {@link #signed}
 */
record Checkpoint(
    long sequence, String hash, Instant time, String facility, String key, String signature) {
  private static final Pattern LINE =
      Pattern.compile(
          "wardlight-checkpoint sequence=(\\d{1,18}) hash=([0-9a-f]{64}) time=(\\S+)"
              + " facility=(\\S+) key=([0-9a-f]{8}) signature=(\\S+)");

  /** The text that the signature covers: all of the line before it. */
  static String signed(long sequence, String hash, Instant time, String facility, String key) {
    return "wardlight-checkpoint sequence=%d hash=%s time=%s facility=%s key=%s"
        .formatted(sequence, hash, time, facility, key);
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is no checkpoint
   */
  static Checkpoint parse(String line) {
    Matcher matcher = LINE.matcher(line.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no checkpoint");
    }
    try {
      return new Checkpoint(
          Long.parseLong(matcher.group(1)),
          matcher.group(2),
          Instant.parse(matcher.group(3)),
          matcher.group(4),
          matcher.group(5),
          matcher.group(6));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("no checkpoint: " + e.getMessage(), e);
    }
  }

  String line() {
    return signed(sequence, hash, time, facility, key) + " signature=" + signature;
  }

  boolean isSignedBy(PublicKey by) {
    try {
      Signature check = Signature.getInstance(SigningKey.ALGORITHM);
      check.initVerify(by);
      check.update(signed(sequence, hash, time, facility, key).getBytes(UTF_8));
      return check.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false; // neither a signature that can be read nor one of this key
    }
  }
}
