package org.wardlight.store.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** The one file: how it is opened, what is in it, and how older files are brought up to date. */
final class Database {
  /** Numbered from 1, forward only; never change one that was released, add another. */
  private static final List<List<String>> MIGRATIONS =
      List.of(
          List.of(
              "CREATE TABLE journal (seq INTEGER PRIMARY KEY, alarm TEXT, event TEXT NOT NULL,"
                  + " hash BLOB NOT NULL) STRICT",
              "CREATE INDEX journal_alarm ON journal (alarm) WHERE alarm IS NOT NULL",
              "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN"
                  + " SELECT RAISE(ABORT, 'the journal is append-only'); END",
              Chain.NO_DELETE,
              "CREATE TABLE point_state (point TEXT PRIMARY KEY, value REAL NOT NULL,"
                  + " since TEXT NOT NULL) STRICT, WITHOUT ROWID",
              "CREATE TABLE account (name TEXT PRIMARY KEY, display_name TEXT NOT NULL,"
                  + " role TEXT NOT NULL, language TEXT NOT NULL,"
                  + " must_change INTEGER NOT NULL, password_hash TEXT NOT NULL)"
                  + " STRICT, WITHOUT ROWID"),
          List.of(SnapshotTable.CREATE),
          List.of(OverrideTable.CREATE),
          List.of(EpisodeIndex.CREATE));

  /** How many of the last entries are checked whenever the file is opened. */
  private static final int TAIL = 1000;

  private final Path file;

  Database(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /** A connection whose commits are on disk when they return. */
  Connection connect() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(5_000);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  /** A connection that changes nothing; the server may be running. */
  Connection connectReadOnly() throws SQLException {
    if (!Files.exists(file)) {
      throw new SQLException("there is no " + file);
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(5_000);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  /** The connection that writes: up to date, with a checked end, and without auto-commit. */
  Connection connectWriter() throws SQLException {
    Connection db = connect();
    try {
      migrate(db);
      Chain.read(db, Chain.Tail.of(db).sequence() - TAIL + 1, link -> {});
      db.setAutoCommit(false);
      return db;
    } catch (SQLException | RuntimeException e) {
      db.close();
      throw e;
    }
  }

  /** Looks for damage to the file as a whole; empty if there is none. */
  static String check(Connection db) throws SQLException {
    try (Statement statement = db.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
      String found = row.next() ? row.getString(1) : "no answer";
      return found.equals("ok") ? "" : found;
    }
  }

  private void migrate(Connection db) throws SQLException {
    int version = version(db);
    if (version > MIGRATIONS.size()) {
      throw new NewerSchemaException(
          file
              + " was written by a newer Wardlight (schema "
              + version
              + ", this one knows "
              + MIGRATIONS.size()
              + "): start that version, or restore a backup made before it");
    }
    for (int next = version; next < MIGRATIONS.size(); next++) {
      db.setAutoCommit(false);
      try (Statement statement = db.createStatement()) {
        for (String sql : MIGRATIONS.get(next)) {
          statement.execute(sql);
        }
        statement.execute("PRAGMA user_version = " + (next + 1));
        db.commit();
      } catch (SQLException e) {
        db.rollback();
        throw e;
      }
      db.setAutoCommit(true);
    }
  }

  private static int version(Connection db) throws SQLException {
    try (Statement statement = db.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      return row.getInt(1);
    }
  }

  /** The file is ahead of this program. */
  static final class NewerSchemaException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    NewerSchemaException(String message) {
      super(message);
    }
  }
}
