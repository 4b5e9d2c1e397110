package org.wardlight.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.alarm.DeskSnapshots;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.alarm.JournalException;

/** What is said to be written is what is written, whatever the file holds. */
class DoubtfulWriteTest {
  @TempDir Path directory;
  private RecordedHouse house;

  @BeforeEach
  void open() {
    house = new RecordedHouse(directory.resolve("data"));
  }

  @AfterEach
  void close() {
    house.close();
  }

  /** A commit that reports an error although the entries are in the file. */
  @Test
  void entriesOfAFailedCommitThatAreInTheFileAllTheSameAreTakenBack() throws Exception {
    house.calls(1, 2);
    try (Connection db = house.database().connectWriter()) {
      List<JournalEntry> all = house.replayed();
      Chain.Tail acknowledged = Chain.Tail.of(db);
      db.rollback(); // a writer that resumes has a new connection, without a view of the past
      house.store.close();
      try (RecordedHouse late = new RecordedHouse(house.data)) {
        late.calls(3, 3); // stands for the group that was reported as failed
        assertThat(late.replayed()).hasSize(9);
      }
      Chain.resume(db, acknowledged);
      Chain.Tail end = Chain.read(db, 1, link -> {});
      assertThat(end.sequence()).isEqualTo(acknowledged.sequence());
      assertThat(end.hash()).hasToString(acknowledged.hash().toString());
      db.commit();
      house.restart();
      assertThat(house.replayed()).isEqualTo(all);
      assertThat(catchThrowable(() -> house.sql("DELETE FROM journal")))
          .hasMessageContaining("append-only");
    }
  }

  @Test
  void fileThatLostWhatWasAcknowledgedIsNotWrittenAnyMore() throws Exception {
    house.calls(1, 2);
    try (Connection db = house.database().connectWriter()) {
      Chain.Tail acknowledged = Chain.Tail.of(db);
      db.rollback();
      house.cutAfter(5);
      assertThat(catchThrowable(() -> Chain.resume(db, acknowledged)))
          .isInstanceOf(Chain.BrokenChainException.class)
          .hasMessageContaining("entry 6 was on disk and is not any more");
    }
  }

  /** The same through the writer: a connection that breaks after each failed commit. */
  @Test
  void writerGoesOnFromWhatItAcknowledged() throws Exception {
    house.calls(1, 1);
    house.store.close();
    List<Connection> opened = new ArrayList<>();
    GroupWriter writer =
        new GroupWriter(
            () -> {
              Connection db = house.database().connectWriter();
              opened.add(db);
              return db;
            },
            System::nanoTime);
    writer.start();
    assertThat(writer.append(RecordedHouse.call(2)).get()).hasSize(3);
    breakConnection(opened.get(0));
    assertThat(writer.append(RecordedHouse.call(3)))
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableThat()
        .withCauseInstanceOf(JournalException.class);
    assertThat(writer.append(RecordedHouse.call(3)).get())
        .extracting(JournalEntry::sequence)
        .containsExactly(7L, 8L, 9L);
    writer.stop();
    house.restart();
    assertThat(house.store.verify().entries()).isEqualTo(9);
  }

  private static void breakConnection(Connection db) throws SQLException {
    db.close();
  }

  @Test
  void snapshotComesBackOnlyWithTheJournalThatItBelongsTo() throws Exception {
    DeskSnapshots snapshots = house.store.snapshots();
    assertThat(snapshots.load()).isNull();
    house.calls(1, 2);
    snapshots.save(4, new byte[] {1, 2, 3});
    snapshots.save(99, new byte[] {9});
    house.restart();
    DeskSnapshots.Snapshot kept = Objects.requireNonNull(house.store.snapshots().load());
    assertThat(kept.sequence()).isEqualTo(4);
    assertThat(kept.state()).containsExactly(1, 2, 3);
    house.cutAfter(3);
    house.restart();
    house.calls(7, 7);
    assertThat(house.store.snapshots().load()).as("of another entry 4").isNull();
    house.store.snapshots().save(5, new byte[] {4});
    house.restart();
    house.sql("UPDATE desk_snapshot SET state = x'05'");
    assertThat(house.store.snapshots().load()).as("changed").isNull();
  }

  /** The snapshot is the one projection: without it everything is still in the journal. */
  @Test
  void losingTheProjectionLosesNothing() throws Exception {
    house.calls(1, 3);
    house.store.snapshots().save(9, new byte[] {1});
    house.restart();
    List<JournalEntry> before = house.replayed();
    house.sql("DELETE FROM desk_snapshot");
    house.restart();
    assertThat(house.store.snapshots().load()).isNull();
    assertThat(house.replayed()).isEqualTo(before);
    assertThat(house.store.verify().ok()).isTrue();
  }
}
