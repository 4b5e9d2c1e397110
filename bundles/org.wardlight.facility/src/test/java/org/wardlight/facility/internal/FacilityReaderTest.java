package org.wardlight.facility.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.space.ConfigurationProblem;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.SpaceKind;

class FacilityReaderTest {
  private static final String WARD_A = ConfigCopy.DEMO + "wards/ward-a.yaml";
  private static final String CONNECTIONS = ConfigCopy.DEMO + "connections.yaml";

  @TempDir Path directory = Path.of("");

  @Test
  void everyMistakeIsToldAtOnceInTheOrderOfFilesAndLines() {
    ConfigCopy copy =
        ConfigCopy.in(directory)
            .edit("point-kinds.yaml", "unit: °C", "unit: C")
            .edit("types/fan-coil.yaml", "kind: bedroom.co2", "kind: bedroom.c02")
            .edit(ConfigCopy.DEMO + "care.yaml", "path-light: false", "path-light: no")
            .edit(WARD_A, "care-level: nursing", "care-level: nursin")
            .edit(WARD_A, "unit: 2}", "unit: 1}")
            .edit(ConfigCopy.DEMO + "wards/ward-b.yaml", "    beds:", "\tbeds:");
    assertThat(copy.problems())
        .containsExactly(
            "facilities/demo/care.yaml:2:128: `no` is not a truth value: write `false`",
            "facilities/demo/wards/ward-a.yaml:8:65: `nursin` is unknown: did you mean `nursing`?",
            "facilities/demo/wards/ward-a.yaml:16:69: unit 1 of connection `gateway-a1` is already"
                + " taken in facilities/demo/wards/ward-a.yaml line 10",
            "facilities/demo/wards/ward-b.yaml:7:1: a tab indents this line: use spaces",
            "point-kinds.yaml:14:60: `C` is unknown: did you mean `°C`?",
            "types/fan-coil.yaml:9:25: unknown point kind `bedroom.c02`: did you mean"
                + " `bedroom.co2`?");
  }

  @Test
  void missingFilesAreNamed() throws IOException {
    ConfigCopy copy = ConfigCopy.in(directory);
    Files.delete(copy.demo().resolve("care.yaml"));
    Files.delete(copy.demo().resolve("facility.yaml"));
    assertThat(copy.problems())
        .containsExactly(
            "facilities/demo/care.yaml:1:1: this file is missing",
            "facilities/demo/facility.yaml:1:1: this file is missing");
    assertThat(FacilityReader.read(directory.resolve("nowhere"), null).problems())
        .extracting(ConfigurationProblem::message)
        .containsExactly("there is no such directory");
  }

  /** A ward that is silently not read would be a ward that is silently not protected. */
  @Test
  void fileWithAnotherEndingIsNotOverlooked() throws IOException {
    ConfigCopy copy = ConfigCopy.in(directory);
    Path wards = copy.demo().resolve("wards");
    Files.move(wards.resolve("ward-b.yaml"), wards.resolve("ward-b.yml"));
    assertThat(copy.problems())
        .contains(
            "facilities/demo/wards/ward-b.yml:1:1: only files ending in .yaml are read: rename it");
  }

  @Test
  void filesThatAreTooLargeOrNotUtf8AreRefused() throws IOException {
    ConfigCopy copy = ConfigCopy.in(directory);
    Files.writeString(copy.root().resolve(WARD_A), "#".repeat((int) Snapshot.MAX_BYTES + 1));
    Files.write(copy.root().resolve(CONNECTIONS), "# Räume".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(copy.problems())
        .containsExactly(
            "facilities/demo/connections.yaml:1:1: the file is not UTF-8: save it as UTF-8",
            "facilities/demo/wards/ward-a.yaml:1:1: the file is larger than 4 MiB: split it");
  }

  @Test
  void whatIsNotTwoLevelsUpComesFromTheDistribution() {
    ConfigCopy copy = ConfigCopy.in(directory.resolve("etc/configs"));
    Path alone = directory.resolve("alone");
    assertThat(alone.toFile().mkdir()).isTrue();
    assertThat(copy.demo().toFile().renameTo(alone.resolve("demo").toFile())).isTrue();
    assertThat(FacilityReader.read(alone.resolve("demo"), copy.root()).problems()).isEmpty();
    assertThat(FacilityReader.read(alone.resolve("demo"), null).problems()).isNotEmpty();
  }

  @Test
  void roomMayLackASpaceIfItsDevicesLackThePoints() {
    ConfigCopy copy =
        ConfigCopy.in(directory)
            .edit(WARD_A, "  \"101\":\n", "  \"101\":\n    spaces: [bedroom, bathroom, entrance]\n")
            .edit(WARD_A, "unit: 1}", "unit: 1, without: [callLiving]}");
    assertThat(copy.problems()).isEmpty();
    Facility facility = Objects.requireNonNull(copy.readout().facility());
    assertThat(facility.point("101-io/callLiving")).isNull();
    assertThat(facility.point("101-io/callBed")).isNotNull();
  }

  @Test
  void commonSpacesHaveDevicesToo() {
    ConfigCopy copy =
        ConfigCopy.in(directory)
            .edit("point-kinds.yaml", "# Beds", "garden.door.open: {space: outside, type: boolean}")
            .write(
                "types/garden-door.yaml",
                """
                type: garden-door
                protocol: modbus
                points:
                  open: {kind: garden.door.open, scan: slow, register: {table: coil, address: 1}}
                """)
            .edit(
                WARD_A,
                "common:\n",
                """
                common:
                  ward-a/yard:
                    kind: outside
                    devices: {yard: {type: garden-door, connection: gateway-a1, unit: 200}}
                """);
    assertThat(copy.problems()).isEmpty();
    Facility facility = Objects.requireNonNull(copy.readout().facility());
    assertThat(facility.wards().get(0).commonSpaces().get(0).kind()).isEqualTo(SpaceKind.OUTSIDE);
    assertThat(Objects.requireNonNull(facility.point("yard/open")).space())
        .isEqualTo("ward-a/yard");
  }

  /** A password that looks like a duration must stay what it is. */
  @Test
  void onlyUnquotedDurationsBecomeDurations() {
    ConfigCopy copy =
        ConfigCopy.in(directory)
            .edit(CONNECTIONS, "publishing: 100ms", "publishing: 100ms, user: x, password: \"2h\"");
    Facility facility = Objects.requireNonNull(copy.readout().facility());
    assertThat(Objects.requireNonNull(facility.connections().get("building-b")).options())
        .isEqualTo(Map.of("publishing", Duration.ofMillis(100), "user", "x", "password", "2h"));
  }

  /** Whatever people do to a file, they get problems with a place, never a stack trace. */
  @Test
  void brokenFilesNeverBreakTheReader() {
    ConfigCopy copy = ConfigCopy.in(directory);
    String[] files = {
      "point-kinds.yaml",
      "types/fan-coil.yaml",
      "types/room-controller.yaml",
      ConfigCopy.DEMO + "facility.yaml",
      ConfigCopy.DEMO + "care.yaml",
      CONNECTIONS,
      WARD_A
    };
    int faulty = 0;
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      String file = files[random.nextInt(files.length)];
      String good = copy.read(file);
      copy.write(file, Mutation.of(good, random));
      FacilityReadout readout = copy.readout();
      faulty += readout.problems().isEmpty() ? 0 : 1;
      assertThat(readout.problems())
          .as("seed %d", seed)
          .allMatch(problem -> problem.line() > 0 && problem.column() > 0);
      copy.write(file, good);
    }
    assertThat(faulty).isGreaterThan(50);
  }

  @Test
  void facilityOfTwoThousandRoomsIsReadWithinFiveSeconds() throws IOException {
    ConfigCopy copy = ConfigCopy.in(directory);
    Files.delete(copy.root().resolve(WARD_A));
    Files.delete(copy.root().resolve(ConfigCopy.DEMO + "wards/ward-b.yaml"));
    Files.deleteIfExists(copy.root().resolve(ConfigCopy.DEMO + "alarms.yaml"));
    StringBuilder gateways = new StringBuilder();
    IntStream.range(0, 50)
        .forEach(
            i -> {
              gateways.append("g%d: {endpoint: \"modbus-tcp://10.0.0.%d:502\"}\n".formatted(i, i));
              copy.write(ConfigCopy.DEMO + "wards/w%d.yaml".formatted(i), ward(i));
            });
    copy.write(CONNECTIONS, gateways.toString());
    // Processor time: other work on the machine must not decide.
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    FacilityReadout readout = copy.readout();
    Duration took = Duration.ofNanos(threads.getCurrentThreadCpuTime() - start);
    System.out.printf(
        "2,000 rooms, %d points: %d ms%n",
        Objects.requireNonNull(readout.facility()).points().size(), took.toMillis());
    assertThat(took).isLessThan(Duration.ofSeconds(5));
  }

  private static String ward(int ward) {
    StringBuilder text =
        new StringBuilder(
            "ward: w%d\nname: W\nfloor: F\nday: {from: \"06:00\", to: \"22:00\"}\nrooms:\n"
                .formatted(ward));
    for (int i = 0; i < 40; i++) {
      String room = "%d-%d".formatted(ward, i);
      text.append("  \"").append(room).append("\":\n    beds:\n      \"").append(room);
      text.append("/bed\": {resident: {id: r-").append(room);
      text.append(", name: N, care-level: nursing}}\n    devices:\n");
      text.append(
          "      %s-io: {type: room-io-gateway, connection: g%d, unit: %d}\n"
              .formatted(room, ward, i));
      text.append(
          "      %s-fc: {type: fan-coil, connection: g%d, unit: %d}\n"
              .formatted(room, ward, 100 + i));
    }
    return text.toString();
  }
}
