package org.wardlight.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.access.AccountStore.StoredAccount;
import org.wardlight.api.access.Role;
import org.wardlight.api.access.User;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmEvent.Accepted;
import org.wardlight.api.alarm.Episode;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.alarm.JournalException;
import org.wardlight.api.field.PointStates.Kept;

class SqliteStoreTest {
  private static final Instant AT = Instant.parse("2026-11-22T02:11:00Z");

  @TempDir Path directory;
  private SqliteStore store;

  @BeforeEach
  void open() {
    store = new SqliteStore(directory, System::nanoTime);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static AlarmEvent event(int n) {
    return new Accepted(AT, "ward-a", "alarm-" + n % 3, "user-" + n);
  }

  private List<JournalEntry> append(int from, int to) {
    List<JournalEntry> all = new ArrayList<>();
    for (int n = from; n <= to; n++) {
      all.addAll(store.append(List.of(event(n))).toCompletableFuture().join());
    }
    return all;
  }

  private List<JournalEntry> replayed(long from) {
    List<JournalEntry> all = new ArrayList<>();
    store.replay(from, all::add);
    return all;
  }

  private void restart() {
    store.close();
    open();
  }

  private void sql(String... statements) throws SQLException {
    try (Connection db = new Database(directory.resolve("wardlight.db")).connect();
        Statement statement = db.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void sequenceHasNoGapsAndGoesOnAfterARestart() {
    append(1, 5);
    restart();
    append(6, 7);
    assertThat(replayed(1))
        .extracting(JournalEntry::sequence)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(replayed(6))
        .containsExactly(new JournalEntry(6, event(6)), new JournalEntry(7, event(7)));
    assertThat(replayed(8)).isEmpty();
    assertThat(store.verify().ok()).isTrue();
    assertThat(store.verify().entries()).isEqualTo(7);
  }

  @Test
  void stagesCompleteInTheOrderOfTheAppendsOnTheJournalsThread() {
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    List<String> threads = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<?>> all = new ArrayList<>();
    for (int n = 0; n < 500; n++) {
      int mine = n;
      all.add(
          store
              .append(List.of(event(n), event(n)))
              .toCompletableFuture()
              .thenAccept(
                  entries -> {
                    order.add(mine);
                    if (entries.get(0).sequence() != 2L * mine + 1) {
                      order.add(-1);
                    }
                    threads.add(Thread.currentThread().getName());
                  }));
    }
    all.forEach(CompletableFuture::join);
    assertThat(order).hasSize(500).isSorted();
    assertThat(threads).contains("wl-journal");
  }

  @Test
  void journeyHoldsTheEntriesOfOneAlarm() {
    append(1, 6);
    assertThat(store.journey("alarm-1")).extracting(JournalEntry::sequence).containsExactly(1L, 4L);
  }

  @Test
  void episodesAreFoundByRoomAndTimeInWhatWasWritten() {
    AlarmEvent.EpisodeEnded first =
        EventJsonTest.episode("203", AT, null, Episode.Outcome.COMPLETE);
    AlarmEvent.EpisodeEnded second =
        EventJsonTest.episode("203", AT.plusMillis(500), null, Episode.Outcome.UNKNOWN);
    AlarmEvent.EpisodeEnded other =
        EventJsonTest.episode("204", AT, null, Episode.Outcome.COMPLETE);
    append(1, 3);
    store.append(List.of(first, second, other)).toCompletableFuture().join();
    restart();
    assertThat(store.episodes("203", AT, AT.plusSeconds(1))).containsExactly(first, second);
    assertThat(store.episodes("203", AT, AT.plusMillis(500))).containsExactly(first);
    assertThat(store.episodes("203", AT.plusMillis(1), AT.plusSeconds(9))).containsExactly(second);
    assertThat(store.episodes("205", AT, AT.plusSeconds(9))).isEmpty();
    assertThat(store.verify().ok()).isTrue();
  }

  @Test
  void episodesAreFoundWithoutReadingTheWholeJournal() throws SQLException {
    try (Connection db = new Database(directory.resolve("wardlight.db")).connect();
        Statement statement = db.createStatement();
        ResultSet plan =
            statement.executeQuery(
                "EXPLAIN QUERY PLAN " + EpisodeIndex.QUERY.replace("?", "'1'"))) {
      assertThat(plan.next()).isTrue();
      assertThat(plan.getString("detail")).contains("journal_episode");
    }
  }

  @Test
  void fileFromBeforeEpisodesIsBroughtUpToDate() throws SQLException {
    append(1, 3);
    store.close();
    sql("DROP INDEX journal_episode", "PRAGMA user_version = 3");
    open();
    AlarmEvent.EpisodeEnded ended =
        EventJsonTest.episode("203", AT, null, Episode.Outcome.COMPLETE);
    store.append(List.of(ended)).toCompletableFuture().join();
    assertThat(store.episodes("203", AT, AT.plusSeconds(1))).containsExactly(ended);
    assertThat(replayed(1)).hasSize(4);
  }

  @Test
  void entriesCannotBeChangedOrDeleted() {
    append(1, 3);
    assertThatThrownBy(() -> sql("UPDATE journal SET event = '{}' WHERE seq = 2"))
        .hasMessageContaining("append-only");
    assertThatThrownBy(() -> sql("DELETE FROM journal")).hasMessageContaining("append-only");
  }

  @Test
  void changedEntryIsNamed() throws SQLException {
    append(1, 5);
    sql(
        "DROP TRIGGER journal_no_update",
        "UPDATE journal SET event = replace(event, 'user-3', 'user-4') WHERE seq = 3");
    assertThat(store.verify().problem()).contains("entry 3").contains("hash");
  }

  @Test
  void missingEntryIsNamed() throws SQLException {
    append(1, 5);
    sql("DROP TRIGGER journal_no_delete", "DELETE FROM journal WHERE seq = 4");
    assertThat(store.verify().problem()).isEqualTo("entry 4 is missing");
  }

  @Test
  void corruptedByteIsFoundAtStartAndNothingIsAppended() throws Exception {
    append(1, 5);
    store.close();
    Path file = directory.resolve("wardlight.db");
    byte[] bytes = Files.readAllBytes(file);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("user-4");
    bytes[at + 5] ^= 1;
    Files.write(file, bytes);
    open();
    assertThat(store.verify().problem()).contains("entry 4 does not match its hash");
    assertThat(store.append(List.of(event(6))))
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableThat()
        .withCauseInstanceOf(JournalException.class)
        .withMessageContaining("damaged");
    List<JournalEntry> read = new ArrayList<>();
    assertThatThrownBy(() -> store.replay(1, read::add)).isInstanceOf(JournalException.class);
    assertThat(read).extracting(JournalEntry::sequence).containsExactly(1L, 2L, 3L);
  }

  @Test
  void fileThatIsNoDatabaseDoesNotKeepTheServerFromStarting() throws Exception {
    store.close();
    Files.writeString(directory.resolve("wardlight.db"), "x".repeat(10_000));
    Files.deleteIfExists(directory.resolve("wardlight.db-wal"));
    open();
    assertThat(store.append(List.of(event(1))))
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableThat()
        .withMessageContaining("not a database");
    assertThat(store.load()).isEmpty();
  }

  @Test
  void pointStatesAreOnDiskSoonAndTheLastOneCounts() {
    for (int n = 0; n <= 1000; n++) {
      store.save("203-io/cord", new Kept(n, AT.plusSeconds(n)));
    }
    store.save("203-io/bed", new Kept(0.5, AT));
    await()
        .atMost(100, TimeUnit.MILLISECONDS)
        .pollInterval(5, TimeUnit.MILLISECONDS)
        .until(() -> store.load().size() == 2);
    assertThat(store.load()).containsEntry("203-io/cord", new Kept(1000, AT.plusSeconds(1000)));
    restart();
    assertThat(store.load()).containsEntry("203-io/bed", new Kept(0.5, AT));
  }

  @Test
  void pointStatesSavedJustBeforeTheEndAreKept() {
    for (int n = 0; n < 1000; n++) {
      store.save("point-" + n, new Kept(n, AT));
    }
    restart();
    assertThat(store.load()).hasSize(1000);
  }

  @Test
  void accountsAreKeptAndReplaced() {
    User anna = new User("anna", "Anna", Role.NURSE, "de", true);
    store.put(new StoredAccount(anna, "$argon2id$1"));
    store.put(new StoredAccount(new User("zoe", "Zoë", Role.MANAGER, "", false), "h"));
    store.put(new StoredAccount(new User("anna", "Anna B.", Role.ENGINEER, "", false), "h2"));
    restart();
    assertThat(store.all()).extracting(a -> a.user().name()).containsExactly("anna", "zoe");
    assertThat(store.find("anna"))
        .contains(new StoredAccount(new User("anna", "Anna B.", Role.ENGINEER, "", false), "h2"));
    assertThat(store.find("nobody")).isEmpty();
  }

  @Test
  void secondServerInTheSameDirectoryIsRefused() {
    assertThatThrownBy(() -> new SqliteStore(directory, System::nanoTime))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("in use by another Wardlight server");
    append(1, 1);
  }

  @Test
  void fileOfANewerVersionIsRefused() throws SQLException {
    store.close();
    sql("PRAGMA user_version = 99");
    assertThatThrownBy(() -> new SqliteStore(directory, System::nanoTime))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("newer Wardlight (schema 99");
    sql("PRAGMA user_version = 4");
    open(); // the refused try let go of the directory
    append(1, 1);
  }

  @Test
  void nativeLibraryIsUnpackedBesideTheData() {
    assertThat(System.getProperty("org.sqlite.tmpdir")).isEqualTo(directory + "/native");
  }
}
