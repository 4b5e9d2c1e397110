package org.wardlight.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.store.internal.RecordedHouse.Said;

/** What an inspector can find out, also while the server runs. */
class JournalCommandTest {
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

  private Said verify(Object... more) {
    Object[] args = new Object[3 + more.length];
    args[0] = "verify";
    args[1] = "--data";
    args[2] = house.data;
    System.arraycopy(more, 0, args, 3, more.length);
    return RecordedHouse.say(JournalCommand::run, args);
  }

  @Test
  void soundJournalIsVerifiedWhileTheServerHasItOpen() {
    house.calls(1, 4);
    house.checkpoint();
    house.calls(5, 5);
    Said said = verify();
    assertThat(said.out())
        .contains("entries      15")
        .contains("first        2026-11-22T02:12:00Z")
        .contains("last         2026-11-22T02:16:30Z")
        .contains("attested up to entry 12")
        .contains("the journal is sound");
    assertThat(said.code()).isZero();
  }

  @Test
  void journalLeftByAKilledServerIsVerifiedWithoutChangingIt() throws Exception {
    house.calls(1, 2);
    Path copy = Files.createDirectories(directory.resolve("copy/store"));
    for (String file : List.of("wardlight.db", "wardlight.db-wal")) {
      Files.copy(house.data.resolve("store").resolve(file), copy.resolve(file));
    }
    byte[] log = Files.readAllBytes(copy.resolve("wardlight.db-wal"));
    Said said =
        RecordedHouse.say(JournalCommand::run, "verify", "--data", directory.resolve("copy"));
    assertThat(said.out()).contains("entries      6").contains("sound");
    assertThat(copy.resolve("wardlight.db-wal")).hasBinaryContent(log);
  }

  @Test
  void changedEntryIsNamedAndTheExitCodeSaysSo() throws Exception {
    house.calls(1, 4);
    house.sql(
        "DROP TRIGGER journal_no_update",
        "UPDATE journal SET event = replace(event, 'nurse', 'other') WHERE seq = 5");
    Said said = verify();
    assertThat(said.out()).contains("entry 5 does not match its hash; the 4 entries before it");
    assertThat(said.code()).isEqualTo(1);
  }

  @Test
  void cutOffEndIsFoundByACheckpointThatWasKeptElsewhere() throws Exception {
    house.calls(1, 4);
    house.checkpoint();
    Path kept = house.keepCheckpoints(directory);
    Path key = Files.copy(house.publicKey(), directory.resolve("kept.pub"));
    house.cutAfter(9);
    try (Stream<Path> own = Files.list(house.checkpoints)) {
      for (Path file : own.toList()) {
        Files.delete(file);
      }
    }
    assertThat(verify().code()).as("nothing on the machine shows it").isZero();
    Said said = verify("--checkpoint", kept, "--key", key);
    assertThat(said.out()).contains("ends with entry 9").contains("attests entry 12");
    assertThat(said.code()).isEqualTo(1);
  }

  @Test
  void rewrittenHistoryWithASoundChainIsFoundByACheckpointThatWasKeptElsewhere() throws Exception {
    house.calls(1, 2);
    house.checkpoint();
    house.calls(3, 4);
    house.checkpoint();
    Path kept = house.keepCheckpoints(directory);
    Path key = Files.copy(house.publicKey(), directory.resolve("kept.pub"));
    house.cutAfter(9);
    house.restart();
    house.calls(7, 8);
    Said said = verify("--checkpoint", kept, "--key", key);
    assertThat(said.out()).contains("entry 12 is not the one").contains("after entry 6");
    assertThat(said.code()).isEqualTo(1);
  }

  @Test
  void checkpointThatSomebodyElseSignedIsNotBelieved() throws Exception {
    house.calls(1, 1);
    house.checkpoint();
    Path kept = house.keepCheckpoints(directory);
    Path key = Files.copy(house.publicKey(), directory.resolve("kept.pub"));
    assertThat(verify("--checkpoint", kept, "--key", key).code()).isZero();
    Files.writeString(kept, Files.readString(kept).replace("facility=demo", "facility=other"));
    assertThat(verify("--checkpoint", kept, "--key", key).out())
        .contains("does not match its signature");
    try (RecordedHouse other = new RecordedHouse(directory.resolve("other"))) {
      other.calls(1, 1);
      other.checkpoint();
      assertThat(verify("--checkpoint", other.checkpoints, "--key", key).out())
          .contains("which is not given");
    }
  }

  @Test
  void keyIsItsOwnersAloneAndStaysTheSame() throws Exception {
    house.calls(1, 1);
    house.checkpoint();
    Path secret = house.checkpoints.resolve("signing-key");
    byte[] before = Files.readAllBytes(secret);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
        .isEqualTo("rw-------");
    house.calls(2, 2);
    house.checkpoint();
    assertThat(secret).hasBinaryContent(before);
    assertThat(CheckpointFiles.read(house.checkpoints)).hasSize(2);
  }

  @Test
  void tornLineDoesNotSpoilTheNextCheckpoint() throws Exception {
    house.calls(1, 1);
    house.checkpoint();
    Path file = house.checkpoints.resolve("checkpoints-2026-11.txt");
    Files.writeString(file, Files.readString(file) + "wardlight-checkpoint sequ");
    house.calls(2, 2);
    house.checkpoint();
    assertThat(CheckpointFiles.read(house.checkpoints))
        .extracting(Checkpoint::sequence)
        .containsExactly(3L, 6L);
    assertThat(verify().code()).isZero();
  }

  @Test
  void exportHasALineAnEntryThatProvesItself() {
    house.calls(1, 2);
    Said json =
        RecordedHouse.say(
            JournalCommand::run, "export", "--data", house.data, "--to", "2026-11-22T02:13:00Z");
    assertThat(json.out().lines()).hasSize(3);
    assertThat(json.out())
        .startsWith(
            "{\"sequence\":1,\"at\":\"2026-11-22T02:12:00Z\",\"ward\":\"a\",\"room\":\"101\"")
        .contains("\"event\":\"Accepted\",\"by\":\"nurse\"")
        .contains("\"reason\":\"reset.in.room\"");
    Chain.Tail end = new Chain.Tail(0, new Chain.Hash(new byte[32]));
    for (AlarmEvent event : RecordedHouse.call(1)) {
      end = end.next(EventJson.write(event));
      assertThat(json.out()).contains("\"hash\":\"" + end.hash() + "\"");
    }
  }

  @Test
  void exportForSpreadsheetsQuotesAndKeepsTheRoomOfEachAlarm() throws Exception {
    house.calls(1, 2);
    Path out = directory.resolve("record.csv");
    Said csv =
        RecordedHouse.say(
            JournalCommand::run,
            "export",
            "--data",
            house.data,
            "--format",
            "csv",
            "--from",
            "2026-11-22T02:13:00Z",
            "--out",
            out);
    assertThat(csv.err()).contains("3 of 6 entries");
    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(4);
    assertThat(lines.get(1)).contains("\"call.bed (said=\"\"help\"\", twice)\"");
    assertThat(lines.get(3))
        .startsWith("6,2026-11-22T02:13:30Z,a,102,call.bed@2@")
        .contains("Closed");
  }

  @Test
  void wrongUsageIsExplained() {
    assertThat(RecordedHouse.say(JournalCommand::run, "verify").err())
        .contains("--data is missing");
    assertThat(RecordedHouse.say(JournalCommand::run, "mend", "--data", "x").code()).isEqualTo(2);
    Said none = RecordedHouse.say(JournalCommand::run, "verify", "--data", directory);
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("there is no " + directory);
    assertThat(RecordedHouse.say(JournalCommand::run, "--help").out()).contains("Usage");
  }
}
