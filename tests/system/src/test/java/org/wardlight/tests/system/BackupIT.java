package org.wardlight.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A backup of the running server, and a server on what was restored from it. */
class BackupIT {
  private static final Duration LONG = Duration.ofMinutes(30);
  private static final Duration SOON = ServerProcess.SOON;

  @Test
  void aServerOnTheRestoredDataKnowsWhatTheBackupKnewAndSaysWhatIsLost() {
    Path directory = Site.directory("backup");
    Path data = directory.resolve("data");
    Path archive = directory.resolve("backup.zip");
    int port = ServerProcess.freePort();
    try (House house = House.open(directory.resolve("config"), LONG, LONG)) {
      String call;
      try (ServerProcess server =
          ServerProcess.start(ServerProcess.JAVA, house.directory(), data, port)) {
        ApiClient nurse = ApiClient.logIn(port, data, "nurse");
        try (Station station = nurse.live("203")) {
          station.awaitDevices(house.devices(), true, Duration.ofSeconds(30));
          house.press("101", "call.living");
          call = station.awaitAlarm("call.living", "101", SOON, a -> true).id();
          nurse.accept(call);
          Tool.Ended made = Tool.run(Tool.BACKUP, "backup", "--data", data, "--out", archive);
          assertThat(made.code()).as(made.output()).isZero();
          Tool.Ended samples =
              Tool.run(
                  Tool.BACKUP,
                  "backup",
                  "--data",
                  data,
                  "--out",
                  archive + "2",
                  "--with-telemetry");
          assertThat(samples.code()).as(samples.output()).isEqualTo(1);
          assertThat(samples.output()).contains("stop it");
          house.press("102", "call.living");
          station.awaitAlarm("call.living", "102", SOON, a -> true);
        }
        Tool.Ended inPlace = Tool.run(Tool.BACKUP, "restore", archive, "--data", data);
        assertThat(inPlace.code()).as(inPlace.output()).isEqualTo(1);
        // A stop in good order attests the journal's end.
        assertThat(server.stop()).as("exit code").isIn(0, 143);
      }
      Path restored = directory.resolve("restored");
      Path kept = data.resolve("store/checkpoints");
      Tool.Ended back =
          Tool.run(
              Tool.BACKUP,
              "restore",
              archive,
              "--data",
              restored,
              "--checkpoint",
              kept,
              "--key",
              kept);
      assertThat(back.code()).as(back.output()).isZero();
      assertThat(back.output()).containsPattern("at least \\d+ are lost");
      try (ServerProcess server =
          ServerProcess.start(ServerProcess.JAVA, house.directory(), restored, port)) {
        ApiClient nurse = ApiClient.logIn(port, restored, "nurse");
        assertThat(nurse.alarms())
            .filteredOn(a -> a.path("id").asText().equals(call))
            .hasSize(1)
            .allMatch(a -> a.path("acceptedBy").asText().equals("nurse"));
        assertThat(nurse.alarms()).noneMatch(a -> a.path("room").asText().equals("102"));
        assertThat(server.stop()).as("exit code").isIn(0, 143);
      }
      Tool.Ended verified = Tool.run(Tool.JOURNAL, "verify", "--data", restored);
      assertThat(verified.code()).as(verified.output()).isZero();
    }
  }
}
