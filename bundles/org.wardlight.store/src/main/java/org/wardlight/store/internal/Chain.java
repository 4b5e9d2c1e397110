package org.wardlight.store.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.JournalEntry;

/**
 * The hash chain of the journal: the hash of an entry covers the hash before it, its sequence
 * number and its text, so that no entry can be changed, left out or moved without breaking all that
 * follow.
 */
final class Chain {
  /** Keeps everybody, us included, from taking entries away. */
  static final String NO_DELETE =
      "CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN"
          + " SELECT RAISE(ABORT, 'the journal is append-only'); END";

  private static final byte[] ORIGIN = new byte[32];

  private Chain() {}

  private static byte[] hash(byte[] before, long sequence, String event) {
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

  /** An entry that fits, as it is in the file. */
  record Link(long sequence, String text, AlarmEvent event, Hash hash) {
    JournalEntry entry() {
      return new JournalEntry(sequence, event);
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

    boolean is(byte @Nullable [] other) {
      return MessageDigest.isEqual(bytes, other);
    }

    Hash next(long sequence, String event) {
      return new Hash(Chain.hash(bytes, sequence, event));
    }

    /** In hexadecimal digits. */
    @Override
    public String toString() {
      return HexFormat.of().formatHex(bytes);
    }
  }

  /**
   * Reads entries in order and checks each link on the way.
   *
   * @return the end of what was read
   * @throws BrokenChainException at the first entry that does not fit; those before it were handed
   *     on
   */
  static Tail read(Connection db, long from, Consumer<Link> reader) throws SQLException {
    long first = Math.max(1, from);
    Tail end = new Tail(first - 1, new Hash(hashBefore(db, first)));
    try (PreparedStatement query =
        db.prepareStatement("SELECT seq, event, hash FROM journal WHERE seq >= ? ORDER BY seq")) {
      query.setLong(1, first);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          long sequence = row.getLong(1);
          if (sequence != end.sequence() + 1) {
            throw new BrokenChainException("entry " + (end.sequence() + 1) + " is missing");
          }
          String text = row.getString(2);
          end = end.next(text);
          if (!end.hash().is(row.getBytes(3))) {
            throw new BrokenChainException("entry " + sequence + " does not match its hash");
          }
          reader.accept(new Link(sequence, text, parse(sequence, text), end.hash()));
        }
      }
    }
    return end;
  }

  /**
   * Makes the file agree with what was acknowledged, after a write failed. A group whose commit
   * failed may yet be in the file: it was reported as not written and will be appended again, so it
   * is taken back.
   *
   * @throws BrokenChainException if what was acknowledged is not there any more
   */
  static void resume(Connection db, Tail acknowledged) throws SQLException {
    long last = acknowledged.sequence();
    if (last > 0 && !acknowledged.hash().is(hashOf(db, last))) {
      throw new BrokenChainException(
          "entry " + last + " was on disk and is not any more: the file was exchanged or lost");
    }
    if (Tail.of(db).sequence() > last) {
      try (Statement statement = db.createStatement()) {
        statement.execute("DROP TRIGGER journal_no_delete");
        statement.execute("DELETE FROM journal WHERE seq > " + last);
        statement.execute(NO_DELETE);
      }
      db.commit();
    }
  }

  private static AlarmEvent parse(long sequence, String text) throws BrokenChainException {
    try {
      return EventJson.read(text);
    } catch (IllegalArgumentException e) {
      throw new BrokenChainException("entry " + sequence + " cannot be read: " + e.getMessage());
    }
  }

  private static byte[] hashBefore(Connection db, long sequence) throws SQLException {
    if (sequence == 1) {
      return ORIGIN;
    }
    byte[] hash = hashOf(db, sequence - 1);
    if (hash != null) {
      return hash;
    }
    if (Tail.of(db).sequence() < sequence) {
      return ORIGIN; // beyond the end: nothing will be read
    }
    throw new BrokenChainException("entry " + (sequence - 1) + " is missing");
  }

  /** The hash that is kept with an entry; null if there is no such entry. */
  static byte @Nullable [] hashOf(Connection db, long sequence) throws SQLException {
    try (PreparedStatement query = db.prepareStatement("SELECT hash FROM journal WHERE seq = ?")) {
      query.setLong(1, sequence);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getBytes(1) : null;
      }
    }
  }

  /** Something in the journal is not as it was written. */
  static final class BrokenChainException extends SQLException {
    private static final long serialVersionUID = 1L;

    BrokenChainException(String message) {
      super(message);
    }
  }
}
