package org.wardlight.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.wardlight.tests.system.Station.Sighting;

/**
 * A disk that fails under the running server: alarms are shown, and recorded when it works again.
 */
class JournalFaultsIT {
  private static final Duration LONG = Duration.ofMinutes(30);
  private static final Duration SOON = ServerProcess.SOON;
  private static final List<String> ROOMS =
      List.of("101", "102", "103", "104", "106", "107", "108", "201", "202", "204", "206");

  private final Set<String> called = new TreeSet<>();

  /** A fault of the disk that can be ended. */
  private interface Fault extends AutoCloseable {
    /** Makes sure that it still holds. */
    void hold();

    @Override
    void close();
  }

  @Test
  void aFullDiskHidesNoAlarmAndEverythingIsRecordedLater() throws IOException {
    Path directory = Site.directory("full-disk");
    Path store = Files.createDirectories(directory.resolve("data/store"));
    boolean mounted =
        Tool.run(List.of("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", store.toString()))
                .code()
            == 0;
    if (!mounted) {
      System.out.println("skipped: no right to mount a small file system");
    }
    assumeTrue(mounted, "no right to mount a small file system");
    try {
      try (House house = House.open(directory.resolve("config"), LONG, LONG);
          ServerProcess server = start(house, directory.resolve("data"));
          Station station = station(house, directory.resolve("data"))) {
        alarmsOutliveTheFault(house, station, new FullDisk(store.resolve("ballast")));
        assertThat(server.isAlive()).isTrue();
      }
      eachCallIsRaisedOnce(directory.resolve("data"));
    } finally {
      assertThat(Tool.run(List.of("umount", "-l", store.toString())).code()).isZero();
    }
  }

  @Test
  void aFailingDiskHidesNoAlarmAndEverythingIsRecordedLater() throws IOException {
    assumeTrue(Disturbance.isPossible(), "strace cannot trace here");
    Path directory = Site.directory("failing-disk");
    Path data = directory.resolve("data");
    try (House house = House.open(directory.resolve("config"), LONG, LONG);
        ServerProcess server = start(house, data);
        Station station = station(house, data)) {
      Map<String, String> faults =
          Map.of("fsync,fdatasync", "error=EIO", "pwrite64", "error=ENOSPC");
      for (Map.Entry<String, String> how : faults.entrySet()) {
        Disturbance disturbance = Disturbance.of(server, data, how.getKey(), how.getValue());
        alarmsOutliveTheFault(
            house,
            station,
            new Fault() {
              @Override
              public void hold() {}

              @Override
              public void close() {
                disturbance.close();
              }
            });
      }
      assertThat(server.isAlive()).isTrue();
    }
    eachCallIsRaisedOnce(data);
  }

  private int port;

  private ServerProcess start(House house, Path data) {
    port = ServerProcess.freePort();
    return ServerProcess.start(ServerProcess.JAVA, house.directory(), data, port);
  }

  private Station station(House house, Path data) {
    Station station = ApiClient.logIn(port, data, "nurse").live("203");
    station.awaitDevices(house.devices(), true, Duration.ofSeconds(30));
    return station;
  }

  /** A full file system, kept full: what the server frees is taken too. */
  private static final class FullDisk implements Fault {
    private final Path ballast;
    private final OutputStream out;

    FullDisk(Path ballast) throws IOException {
      this.ballast = ballast;
      out = Files.newOutputStream(ballast);
    }

    @Override
    public void hold() {
      try {
        byte[] block = new byte[4096];
        while (true) {
          out.write(block);
        }
      } catch (IOException e) {
        // Full: as wished.
      }
    }

    @Override
    public void close() {
      try {
        out.close();
        Files.delete(ballast);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void alarmsOutliveTheFault(House house, Station station, Fault fault) {
    List<String> during = new ArrayList<>();
    try (fault) {
      for (String room : ROOMS) {
        if (called.contains(room) || during.size() == 4) {
          continue;
        }
        fault.hold();
        house.press(room, "call.living");
        during.add(station.awaitAlarm("call.living", room, SOON, a -> true).id());
        called.add(room);
      }
      await("one that says it is not recorded")
          .atMost(SOON)
          .until(() -> shown(station, during).stream().anyMatch(a -> !recorded(a)));
      station.awaitAlarm("journal.failed", "", SOON, JournalFaultsIT::open);
    }
    await("all recorded")
        .atMost(SOON)
        .until(() -> shown(station, during).stream().allMatch(JournalFaultsIT::recorded));
    await("the technical alarm has ended")
        .atMost(SOON)
        .until(
            () ->
                station.latest().stream()
                    .map(Sighting::alarm)
                    .filter(a -> a.path("kind").asText().equals("journal.failed"))
                    .noneMatch(JournalFaultsIT::open));
    assertThat(shown(station, during)).hasSize(during.size()).allMatch(JournalFaultsIT::open);
  }

  private static List<JsonNode> shown(Station station, List<String> ids) {
    return station.latest().stream()
        .filter(sighting -> ids.contains(sighting.id()))
        .map(Sighting::alarm)
        .toList();
  }

  private void eachCallIsRaisedOnce(Path data) {
    List<String> raised =
        Tool.record(data).stream()
            .filter(e -> e.path("event").asText().equals("Raised"))
            .filter(e -> e.path("alarm").asText().startsWith("call.living@"))
            .map(e -> e.path("room").asText())
            .toList();
    assertThat(raised).as("raised, in the record").containsExactlyInAnyOrderElementsOf(called);
  }

  private static boolean recorded(JsonNode alarm) {
    return alarm.path("recorded").asBoolean();
  }

  private static boolean open(JsonNode alarm) {
    return !alarm.path("state").asText().equals("CLOSED");
  }
}
