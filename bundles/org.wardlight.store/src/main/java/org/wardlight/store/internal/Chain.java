package org.wardlight.store.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.JournalEntry;

/**
 * The hash chain of the journal: the hash of an entry covers the hash before it, its sequence
 * number and its text, so that no entry can be changed, left out or moved without breaking all that
 * follow.
 */
final class Chain {
  private static final byte[] ORIGIN = new byte[32];

  private Chain() {}

  static byte[] hash(byte[] before, long sequence, String event) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(before);
      sha.update(ByteBuffer.allocate(Long.BYTES).putLong(0, sequence));
      return sha.digest(event.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The last link, from which the chain grows. */
  record Tail(long sequence, Hash hash) {
    static Tail of(Connection db) throws SQLException {
      try (PreparedStatement query =
              db.prepareStatement("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1");
          ResultSet row = query.executeQuery()) {
        return row.next()
            ? new Tail(row.getLong(1), new Hash(row.getBytes(2)))
            : new Tail(0, new Hash(ORIGIN));
      }
    }

    Tail next(String event) {
      return new Tail(sequence + 1, hash.next(sequence + 1, event));
    }
  }

  /** A hash; the array is not changed after it was made. */
  static final class Hash {
    private final byte[] bytes;

    Hash(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }

    Hash next(long sequence, String event) {
      return new Hash(Chain.hash(bytes, sequence, event));
    }
  }

  /**
   * Reads entries in order and checks each link on the way, the last against the journal's end.
   *
   * @return how many entries were read
   * @throws BrokenChainException at the first entry that does not fit; those before it were handed
   *     on
   */
  static long read(Connection db, long from, Consumer<JournalEntry> reader) throws SQLException {
    long expected = Math.max(1, from);
    byte[] before = before(db, expected);
    long read = 0;
    try (PreparedStatement query =
        db.prepareStatement("SELECT seq, event, hash FROM journal WHERE seq >= ? ORDER BY seq")) {
      query.setLong(1, expected);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          long sequence = row.getLong(1);
          if (sequence != expected) {
            throw new BrokenChainException("entry " + expected + " is missing");
          }
          String text = row.getString(2);
          byte[] hash = hash(before, sequence, text);
          if (!MessageDigest.isEqual(hash, row.getBytes(3))) {
            throw new BrokenChainException("entry " + sequence + " does not match its hash");
          }
          reader.accept(new JournalEntry(sequence, parse(sequence, text)));
          before = hash;
          expected++;
          read++;
        }
      }
    }
    return read;
  }

  private static AlarmEvent parse(long sequence, String text) throws BrokenChainException {
    try {
      return EventJson.read(text);
    } catch (IllegalArgumentException e) {
      throw new BrokenChainException("entry " + sequence + " cannot be read: " + e.getMessage());
    }
  }

  private static byte[] before(Connection db, long sequence) throws SQLException {
    if (sequence == 1) {
      return ORIGIN;
    }
    try (PreparedStatement query = db.prepareStatement("SELECT hash FROM journal WHERE seq = ?")) {
      query.setLong(1, sequence - 1);
      try (ResultSet row = query.executeQuery()) {
        if (row.next()) {
          return row.getBytes(1);
        }
      }
    }
    if (Tail.of(db).sequence() < sequence) {
      return ORIGIN; // beyond the end: nothing will be read
    }
    throw new BrokenChainException("entry " + (sequence - 1) + " is missing");
  }

  /** Something in the journal is not as it was written. */
  static final class BrokenChainException extends SQLException {
    private static final long serialVersionUID = 1L;

    BrokenChainException(String message) {
      super(message);
    }
  }
}
