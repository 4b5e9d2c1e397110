package org.wardlight.store.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.access.AccountStore;
import org.wardlight.api.access.Role;
import org.wardlight.api.access.User;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.DeskSnapshots;
import org.wardlight.api.alarm.Journal;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.alarm.JournalException;
import org.wardlight.api.field.ManualOverride;
import org.wardlight.api.field.OverrideStore;
import org.wardlight.api.field.PointStates;
import org.wardlight.api.time.Ticker;

/** Journal, point states and accounts in {@code wardlight.db}. Reads open their own connection. */
final class SqliteStore implements Journal, PointStates, AccountStore, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);
  private static final String ACCOUNT =
      "SELECT name, display_name, role, language, must_change, password_hash FROM account";

  private final Database database;
  private final DirectoryLock lock;
  private final GroupWriter writer;
  private final String damage;
  private final DeskSnapshots snapshots = new Snapshots();
  private final OverrideStore overrides = new KeptOverrides();

  /**
   * Takes the directory and looks at the file. A damaged or unwritable file does not keep the
   * server from starting: reading gives what can be read, and every append fails and says why.
   *
   * @throws IllegalStateException if another server has the directory, or a newer one wrote the
   *     file
   */
  SqliteStore(Path directory, Ticker ticker) {
    try {
      Files.createDirectories(directory);
      lock = DirectoryLock.take(directory);
      unpackNativesTo(directory.resolve("native"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the directory " + directory, e);
    }
    database = new Database(directory.resolve(DataLayout.DATABASE));
    try {
      damage = inspect();
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
    writer = new GroupWriter(this::openWriter, ticker);
    writer.start();
  }

  /**
   * SQLite's own library is unpacked beside the data, so that no other directory need be writable.
   * Copies left behind by killed servers are removed: the directory is ours alone.
   */
  private static void unpackNativesTo(Path natives) throws IOException {
    Files.createDirectories(natives);
    try (Stream<Path> old = Files.list(natives)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    System.setProperty("org.sqlite.tmpdir", natives.toString());
  }

  private String inspect() {
    try (Connection db = database.connectWriter()) {
      String found = Database.check(db);
      return found.isEmpty() ? "" : damaged(found);
    } catch (Chain.BrokenChainException e) {
      return damaged(String.valueOf(e.getMessage()));
    } catch (SQLException e) {
      LOG.error(
          "the store {} cannot be opened: {}. Alarms are shown but not recorded; free or mend the"
              + " disk, or restore the file from a backup",
          database.file(),
          e.getMessage());
      return "";
    }
  }

  private String damaged(String what) {
    String message =
        database.file()
            + " is damaged ("
            + what
            + "); nothing is appended to it: stop the server and restore the file from a backup,"
            + " or move it away to begin a new one";
    LOG.error("{}", message);
    return message;
  }

  private Connection openWriter() throws SQLException {
    if (!damage.isEmpty()) {
      throw new SQLException(damage);
    }
    return database.connectWriter();
  }

  @Override
  public void close() {
    writer.stop();
    lock.close();
  }

  @Override
  public CompletionStage<List<JournalEntry>> append(List<AlarmEvent> events) {
    return writer.append(events);
  }

  @Override
  public void replay(long fromSequence, Consumer<JournalEntry> reader) {
    reading(db -> Chain.read(db, fromSequence, link -> reader.accept(link.entry())));
    if (!damage.isEmpty()) {
      throw new JournalException(damage, new IllegalStateException(damage));
    }
  }

  @Override
  public List<JournalEntry> journey(String alarmId) {
    return reading(
        db -> {
          List<JournalEntry> entries = new ArrayList<>();
          try (PreparedStatement query =
              db.prepareStatement("SELECT seq, event FROM journal WHERE alarm = ? ORDER BY seq")) {
            query.setString(1, alarmId);
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                entries.add(new JournalEntry(row.getLong(1), EventJson.read(row.getString(2))));
              }
            }
          }
          return entries;
        });
  }

  @Override
  public List<AlarmEvent.EpisodeEnded> episodes(String room, Instant from, Instant to) {
    return reading(db -> EpisodeIndex.read(db, room, from, to));
  }

  @Override
  public Verification verify() {
    long[] read = {0};
    try (Connection db = database.connect()) {
      Chain.Tail end = Chain.read(db, 1, link -> read[0]++);
      return new Verification(end.sequence(), "");
    } catch (SQLException e) {
      return new Verification(read[0], String.valueOf(e.getMessage()));
    }
  }

  /** The desk's snapshots; not of this class, for point states are loaded too. */
  OverrideStore overrides() {
    return overrides;
  }

  DeskSnapshots snapshots() {
    return snapshots;
  }

  /** The kept states; none if they cannot be read: a point then begins with its first sample. */
  @Override
  public Map<String, Kept> load() {
    try {
      return reading(
          db -> {
            Map<String, Kept> states = new HashMap<>();
            try (PreparedStatement query =
                    db.prepareStatement("SELECT point, value, since FROM point_state");
                ResultSet row = query.executeQuery()) {
              while (row.next()) {
                states.put(
                    row.getString(1), new Kept(row.getDouble(2), Instant.parse(row.getString(3))));
              }
            }
            return states;
          });
    } catch (JournalException e) {
      LOG.warn("the kept point states cannot be read: {}", e.getMessage());
      return Map.of();
    }
  }

  @Override
  public void save(String pointName, Kept state) {
    writer.save(pointName, state);
  }

  @Override
  public List<StoredAccount> all() {
    return reading(
        db -> {
          try (PreparedStatement query = db.prepareStatement(ACCOUNT + " ORDER BY name")) {
            return accounts(query);
          }
        });
  }

  @Override
  public Optional<StoredAccount> find(String name) {
    return reading(
        db -> {
          try (PreparedStatement query = db.prepareStatement(ACCOUNT + " WHERE name = ?")) {
            query.setString(1, name);
            return accounts(query).stream().findFirst();
          }
        });
  }

  private static List<StoredAccount> accounts(PreparedStatement query) throws SQLException {
    List<StoredAccount> accounts = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        User user =
            new User(
                row.getString(1),
                row.getString(2),
                Role.valueOf(row.getString(3)),
                row.getString(4),
                row.getBoolean(5));
        accounts.add(new StoredAccount(user, row.getString(6)));
      }
    }
    return accounts;
  }

  @Override
  public void put(StoredAccount account) {
    try {
      writer.write(db -> put(db, account)).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof JournalException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private static void put(Connection db, StoredAccount account) throws SQLException {
    User user = account.user();
    try (PreparedStatement put =
        db.prepareStatement(
            "INSERT OR REPLACE INTO account (name, display_name, role, language, must_change,"
                + " password_hash) VALUES (?,?,?,?,?,?)")) {
      put.setString(1, user.name());
      put.setString(2, user.displayName());
      put.setString(3, user.role().name());
      put.setString(4, user.language());
      put.setBoolean(5, user.mustChangePassword());
      put.setString(6, account.passwordHash());
      put.executeUpdate();
    }
  }

  private <T> T reading(Reading<T> reading) {
    try (Connection db = database.connect()) {
      return reading.read(db);
    } catch (SQLException e) {
      throw new JournalException(
          "the store " + database.file() + " could not be read: " + e.getMessage(), e);
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read(Connection db) throws SQLException;
  }

  private final class KeptOverrides implements OverrideStore {
    @Override
    public List<ManualOverride> load() {
      try {
        return reading(OverrideTable::read);
      } catch (JournalException e) {
        LOG.warn("the outputs held by hand cannot be read: {}", e.getMessage());
        return List.of();
      }
    }

    @Override
    public CompletionStage<Boolean> put(ManualOverride override) {
      return writer.write(db -> OverrideTable.put(db, override));
    }

    @Override
    public CompletionStage<Boolean> remove(String pointName) {
      return writer.write(db -> OverrideTable.remove(db, pointName));
    }
  }

  private final class Snapshots implements DeskSnapshots {
    @Override
    public @Nullable Snapshot load() {
      try (Connection db = database.connect()) {
        return SnapshotTable.read(db);
      } catch (SQLException e) {
        LOG.warn("the desk's snapshot is left aside, the journal is read: {}", e.getMessage());
        return null;
      }
    }

    @Override
    public void save(long sequence, byte[] state) {
      byte[] copy = state.clone();
      var unused =
          writer
              .write(db -> SnapshotTable.put(db, sequence, copy))
              .exceptionally(
                  failure -> {
                    LOG.warn("the desk's snapshot was not kept: {}", failure.getMessage());
                    return false;
                  });
    }
  }
}
