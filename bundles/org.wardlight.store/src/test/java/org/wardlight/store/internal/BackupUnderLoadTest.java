package org.wardlight.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.store.internal.RecordedHouse.Said;

/** Backups by another process than the one that writes, and backups that are killed. */
class BackupUnderLoadTest {
  private static final int UNITS = 1_000_000;
  private static final int UNITS_A_SECOND = 500; // two events each

  @TempDir Path directory;

  @Test
  void backupsWhileAThousandEventsASecondAreWrittenAreWholeAndHarmNothing() throws Exception {
    Path store = directory.resolve("data/store");
    try (JournalChild writer = JournalChild.start(List.of(), store, UNITS, UNITS_A_SECOND)) {
      writer.awaitUnit(300);
      Random random = new Random(7);
      for (int i = 0; i < 2; i++) {
        Path archive = directory.resolve("killed" + i + ".zip");
        Process backup = backup(archive);
        // Whenever it is: before, while or after it copies.
        boolean ended = backup.waitFor(300 + random.nextInt(1200), TimeUnit.MILLISECONDS);
        backup.destroyForcibly();
        assertThat(backup.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.exists(archive)).as("only a whole one has the name").isEqualTo(ended);
      }
      for (int i = 0; i < 2; i++) {
        Path archive = directory.resolve("backup" + i + ".zip");
        Process backup = backup(archive);
        assertThat(backup.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(backup.exitValue()).isZero();
        restoredIsABeginning(archive, directory.resolve("restored" + i));
      }
      assertThat(writer.process().isAlive()).as("the writer went on all the time").isTrue();
      writer.process().toHandle().destroyForcibly(); // what it said stays readable
      int unused = JournalChild.check(store, writer.awaitEnd().acknowledged());
    }
  }

  private Process backup(Path archive) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            BackupCommand.class.getName(),
            "backup",
            "--data",
            directory.resolve("data").toString(),
            "--out",
            archive.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void restoredIsABeginning(Path archive, Path target) {
    Said said = RecordedHouse.say(BackupCommand::run, "restore", archive, "--data", target);
    assertThat(said.err()).isEmpty();
    int events = JournalChild.check(target.resolve("store"), 1);
    assertThat(said.out()).contains("up to entry " + events + " ");
  }
}
