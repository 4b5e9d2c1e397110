package org.wardlight.store.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.DeskSnapshots.Snapshot;

/**
 * The desk's snapshot: a projection of the journal, tied to it by the hash of the entry that it
 * stands for, so that it is never used with another journal. It may be deleted at any time.
 */
final class SnapshotTable {
  static final String CREATE =
      "CREATE TABLE desk_snapshot (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL,"
          + " chain BLOB NOT NULL, state BLOB NOT NULL, hash BLOB NOT NULL) STRICT";

  private SnapshotTable() {}

  static void put(Connection db, long sequence, byte[] state) throws SQLException {
    byte[] chain = Chain.hashOf(db, sequence);
    if (chain == null) {
      throw new SQLException("the journal has no entry " + sequence);
    }
    try (PreparedStatement put =
        db.prepareStatement(
            "INSERT OR REPLACE INTO desk_snapshot (id, seq, chain, state, hash)"
                + " VALUES (1,?,?,?,?)")) {
      put.setLong(1, sequence);
      put.setBytes(2, chain);
      put.setBytes(3, state);
      put.setBytes(4, hash(chain, state));
      put.executeUpdate();
    }
  }

  /**
   * The snapshot; null if there is none.
   *
   * @throws SQLException if there is one that cannot be trusted
   */
  static @Nullable Snapshot read(Connection db) throws SQLException {
    try (PreparedStatement query =
            db.prepareStatement("SELECT seq, chain, state, hash FROM desk_snapshot");
        ResultSet row = query.executeQuery()) {
      if (!row.next()) {
        return null;
      }
      long sequence = row.getLong(1);
      byte[] chain = row.getBytes(2);
      byte[] state = row.getBytes(3);
      if (!MessageDigest.isEqual(hash(chain, state), row.getBytes(4))) {
        throw new SQLException("it does not match its hash");
      }
      if (!new Chain.Hash(chain).is(Chain.hashOf(db, sequence))) {
        throw new SQLException("the journal's entry " + sequence + " is not the one it stands for");
      }
      return new Snapshot(sequence, state);
    }
  }

  private static byte[] hash(byte[] chain, byte[] state) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(chain);
      return sha.digest(state);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
