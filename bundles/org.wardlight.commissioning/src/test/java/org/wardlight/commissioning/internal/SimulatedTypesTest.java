package org.wardlight.commissioning.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.commission.Poll;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.SpaceKind;
import org.wardlight.sim.Main;
import org.wardlight.sim.SimulatedFacility;
import org.wardlight.sim.SimulationSettings;

/**
 * A facility with one device of every Modbus type: the simulator serves it, the driver reads it.
 */
class SimulatedTypesTest {
  @TempDir private static Path directory;
  private static Bench bench;
  private static SimulatedFacility simulated;
  private static Facility facility;

  @BeforeAll
  static void start() throws IOException {
    Path root = directory.resolve("device-configs");
    copy(Bench.DEVICE_CONFIGS.resolve("types"), root.resolve("types"));
    copy(Bench.DEVICE_CONFIGS.resolve("schema"), root.resolve("schema"));
    Files.copy(Bench.DEVICE_CONFIGS.resolve("point-kinds.yaml"), root.resolve("point-kinds.yaml"));
    Path house = root.resolve("facilities/types");
    Files.createDirectories(house.resolve("wards"));
    Files.copy(Bench.DEMO.resolve("care.yaml"), house.resolve("care.yaml"));
    Files.writeString(
        house.resolve("facility.yaml"), "name: Types\nzone: Europe/Berlin\nlanguage: en\n");
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Files.writeString(
        house.resolve("connections.yaml"),
        ("gateway: {endpoint: \"modbus-tcp://127.0.0.1:%d\", "
                + "options: {scan: {safety: 100ms, normal: 100ms, slow: 100ms}}}\n")
            .formatted(port));
    bench = new Bench(house);
    Files.writeString(house.resolve("wards/ward.yaml"), ward());
    facility = Main.read(house);
    simulated = SimulatedFacility.start(facility, SimulationSettings.quiet());
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(String.valueOf(file.getFileName())));
      }
    }
  }

  /** One room, or one common place, for each type. */
  private static String ward() {
    StringBuilder rooms = new StringBuilder();
    StringBuilder places = new StringBuilder();
    int unit = 1;
    for (String type : modbusTypes().toList()) {
      String device = type + "-1: {type: " + type + ", connection: gateway, unit: " + unit++ + "}";
      SpaceKind outside = commonPlace(type);
      if (outside == null) {
        rooms.append(
            "  \"%s\":\n    beds: {\"%s/bed\": {}, \"%s/bed-2\": {}}\n    devices: {%s}\n"
                .formatted(type, type, type, device));
      } else {
        String kind = outside.name().toLowerCase(Locale.ROOT).replace('_', '-');
        places.append("  ward/%s: {kind: %s, devices: {%s}}\n".formatted(type, kind, device));
      }
    }
    return "ward: ward\nname: Ward\nfloor: one\nday: {from: \"06:00\", to: \"22:00\"}\nrooms:\n"
        + rooms
        + "common:\n"
        + places;
  }

  private static Stream<String> modbusTypes() {
    return Golden.types().stream().filter(type -> !type.equals("room-controller"));
  }

  /** The kind of place outside of rooms that the type's points belong to; null for a room. */
  private static @Nullable SpaceKind commonPlace(String type) {
    return bench.reading.points(type, "gateway", Map.of("unit", 1)).stream()
        .map(point -> point.kind().space())
        .filter(space -> space.compareTo(SpaceKind.CORRIDOR) >= 0)
        .findFirst()
        .orElse(null);
  }

  @AfterAll
  static void stop() {
    simulated.close();
    bench.close();
  }

  @TestFactory
  Stream<DynamicTest> everyPointOfEveryTypeIsReadAsTheModelHasIt() {
    return modbusTypes().map(type -> dynamicTest(type, () -> check(type)));
  }

  private static void check(String type) {
    ConnectionSpec connection = Objects.requireNonNull(facility.connections().get("gateway"));
    String place = Objects.requireNonNull(facility.devices().get(type + "-1")).room();
    List<Point> points = facility.pointsOf(place);
    try (OpenDevice device = bench.reading.open(connection, points)) {
      for (Point point : points) {
        if (point.kind().type() == ValueType.TEXT) {
          await().atMost(Duration.ofSeconds(15)).until(() -> text(device, point) != null);
          assertThat(type + "-1").startsWith(Objects.requireNonNull(text(device, point)));
          continue;
        }
        // Two points of one register contradict each other, so one at a time is on.
        for (double value : new double[] {sample(point), lowest(point)}) {
          simulated.set(place, point.kind().id(), point.space(), value);
          await()
              .atMost(Duration.ofSeconds(15))
              .untilAsserted(
                  () -> assertThat(value(device, point)).isCloseTo(value, Offset.offset(1e-3)));
        }
      }
    }
  }

  private static double lowest(Point point) {
    return point.min() == null ? 0 : point.min();
  }

  /** A value other than the lowest one. */
  private static double sample(Point point) {
    if (point.kind().type() != ValueType.NUMBER) {
      return 1;
    }
    double least = lowest(point);
    double most = point.max() == null ? least + 100 : point.max();
    double step = point.address().get("scale") instanceof Number n ? n.doubleValue() : 1;
    return least + Math.rint((most - least) * 0.25 / step) * step;
  }

  private static Poll.Value of(OpenDevice device, Point point) {
    return device.poll().values().stream()
        .filter(value -> value.point().id() == point.id())
        .findFirst()
        .orElseThrow();
  }

  private static double value(OpenDevice device, Point point) {
    Poll.Value value = of(device, point);
    return value.quality() == Quality.GOOD ? value.value() : Double.NaN;
  }

  private static @Nullable String text(OpenDevice device, Point point) {
    return of(device, point).text();
  }
}
