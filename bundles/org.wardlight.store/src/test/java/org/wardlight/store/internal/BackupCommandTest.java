package org.wardlight.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.access.AccountStore.StoredAccount;
import org.wardlight.api.access.Role;
import org.wardlight.api.access.User;
import org.wardlight.store.internal.RecordedHouse.Said;

class BackupCommandTest {
  @TempDir Path directory;
  private RecordedHouse house;
  private Path archive;
  private Path target;

  @BeforeEach
  void open() throws IOException {
    house = new RecordedHouse(directory.resolve("data"));
    archive = directory.resolve("backup.zip");
    target = directory.resolve("new");
    Files.writeString(house.data.resolve("first-passwords.txt"), "nurse x\n");
    Files.writeString(house.data.resolve("sessions.txt"), "secret\n");
    Files.createDirectories(house.data.resolve("configurations"));
    Files.writeString(house.data.resolve("configurations/000001.zip"), "zip");
    Files.createDirectories(house.data.resolve("telemetry/db"));
    Files.writeString(house.data.resolve("telemetry/db/a.d"), "samples");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Said backup(Object... more) {
    return RecordedHouse.say(
        BackupCommand::run,
        Stream.concat(Stream.of("backup", "--data", house.data, "--out", archive), Stream.of(more))
            .toArray());
  }

  private Said restore(Object... more) {
    return RecordedHouse.say(
        BackupCommand::run,
        Stream.concat(Stream.of("restore", archive, "--data", target), Stream.of(more)).toArray());
  }

  @Test
  void whatWasThereAtTheBackupIsThereAfterTheRestore() throws Exception {
    house.calls(1, 4);
    house.checkpoint();
    house.store.put(new StoredAccount(new User("anna", "Anna", Role.NURSE, "de", true), "h"));
    assertThat(backup()).extracting(Said::code, Said::err).containsExactly(0, "");
    house.calls(5, 6);
    Said said = restore();
    assertThat(said.err()).isEmpty();
    assertThat(said.out()).contains("up to entry 12 (2026-11-22T02:15:30Z)");
    assertThat(target.resolve("configurations/000001.zip")).hasContent("zip");
    assertThat(target.resolve("first-passwords.txt")).hasContent("nurse x\n");
    for (String left :
        List.of("sessions.txt", "telemetry", ".restoring", "store/checkpoints/signing-key")) {
      assertThat(target.resolve(left)).doesNotExist();
    }
    try (RecordedHouse restored = new RecordedHouse(target)) {
      assertThat(restored.replayed()).isEqualTo(house.replayed().subList(0, 12));
      assertThat(restored.store.find("anna")).isPresent();
      restored.calls(9, 9);
      restored.checkpoint();
      assertThat(RecordedHouse.say(JournalCommand::run, "verify", "--data", target).code())
          .isZero();
    }
  }

  @Test
  void restoreSaysHowMuchACheckpointProvesToBeLost() throws Exception {
    house.calls(1, 2);
    house.checkpoint();
    Said unused = backup();
    house.calls(3, 5);
    house.checkpoint();
    Path kept = house.keepCheckpoints(directory);
    assertThat(restore("--checkpoint", kept, "--key", house.publicKey()).out())
        .contains("attests entry 15: at least 9 are lost");
  }

  /** What is lost is counted on its word: it must be signed. */
  @Test
  void checkpointNewerThanTheBackupMustBeSignedByAGivenKey() throws Exception {
    house.calls(1, 2);
    Said unused = backup();
    house.calls(3, 5);
    house.checkpoint();
    Path kept = house.keepCheckpoints(directory);
    Path forged = directory.resolve("forged.txt");
    Files.writeString(forged, Files.readString(kept).replace("sequence=15", "sequence=16"));
    assertThat(restore("--checkpoint", forged, "--key", house.publicKey()).err())
        .contains("not restored", "does not match its signature");
    try (RecordedHouse other = new RecordedHouse(directory.resolve("other"))) {
      other.calls(1, 1);
      other.checkpoint();
      assertThat(restore("--checkpoint", kept, "--key", other.publicKey()).err())
          .contains("not restored", "which is not given");
    }
    assertThat(target).isEmptyDirectory();
    assertThat(restore("--checkpoint", kept, "--key", house.publicKey()).out())
        .contains("at least 9 are lost");
  }

  @Test
  void backupOfAnotherHistoryIsRefused() throws Exception {
    house.calls(1, 3);
    Said unused = backup();
    try (RecordedHouse other = new RecordedHouse(directory.resolve("other"))) {
      other.calls(5, 6);
      other.checkpoint();
      Said said = restore("--checkpoint", other.checkpoints, "--key", other.publicKey());
      assertThat(said.err()).contains("not restored").contains("entry 6 is not the one");
      assertThat(target).isEmptyDirectory();
    }
  }

  @Test
  void everyDamagedByteIsNoticedAndNothingIsRestored() throws Exception {
    house.calls(1, 3);
    assertThat(backup().code()).isZero();
    byte[] good = Files.readAllBytes(archive);
    Random random = new Random(5);
    int damaged = 0;
    for (int i = 0; i < 60; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(archive, bad);
      Said said = restore();
      if (said.code() == 0) {
        // A bit that carries no content, such as a time: then nothing differs.
        try (RecordedHouse restored = new RecordedHouse(target)) {
          assertThat(restored.replayed()).isEqualTo(house.replayed());
        }
        target = directory.resolve("new" + i);
      } else {
        damaged++;
        assertThat(target).isEmptyDirectory();
      }
    }
    assertThat(damaged).isGreaterThan(30);
    Files.write(archive, Arrays.copyOf(good, good.length / 2));
    assertThat(restore().err()).contains("is damaged or no backup");
  }

  @Test
  void directoryThatIsNotEmptyIsRefused() throws Exception {
    house.calls(1, 1);
    assertThat(backup().code()).isZero();
    Files.createDirectories(target.resolve("store"));
    assertThat(restore().err()).contains("is not empty (store)");
    target = house.data;
    assertThat(restore().err()).contains("is not empty");
  }

  @Test
  void damagedJournalIsNotBackedUpAsIfItWereSound() throws Exception {
    house.calls(1, 3);
    house.sql("DROP TRIGGER journal_no_update", "UPDATE journal SET event = '{}' WHERE seq = 2");
    assertThat(backup().err()).contains("entry 2 does not match its hash");
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(house.data);
    }
  }

  @Test
  void samplesAreCopiedOnlyWhileTheServerIsStopped() throws Exception {
    house.calls(1, 1);
    try (FileChannel server =
            FileChannel.open(
                house.data.resolve("server.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var lock = server.lock()) {
      assertThat(lock.isValid()).isTrue();
      // Held by this process: the command, in another one, would see the same.
      assertThat(catchThrowable(() -> backup("--with-telemetry")))
          .isInstanceOf(OverlappingFileLockException.class);
    }
    assertThat(backup("--with-telemetry").code()).isZero();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      assertThat(zip.getEntry("telemetry/db/a.d")).isNotNull();
    }
    assertThat(backup().err()).contains("replaces no file");
  }

  @Test
  void backupOverTheRestOfAKilledOneSucceeds() throws Exception {
    house.calls(1, 1);
    Files.writeString(directory.resolve("backup.zip.part"), "half");
    Files.writeString(directory.resolve("backup.zip.db.part"), "half a database");
    assertThat(backup()).extracting(Said::code, Said::err).containsExactly(0, "");
    assertThat(restore().code()).isZero();
  }

  @Test
  void namesThatLeadElsewhereAreRefused() {
    for (String name : List.of("../x", "/etc/x", "a/../../x")) {
      String text =
          "wardlight-backup 1\ncreated 2026-11-22T02:00:00Z\nsequence 0\nhash "
              + "0".repeat(64)
              + "\nfile "
              + "0".repeat(64)
              + " 1 "
              + name
              + "\n";
      assertThat(catchThrowable(() -> Manifest.parse(text)))
          .hasMessageContaining("leads elsewhere");
    }
  }
}
