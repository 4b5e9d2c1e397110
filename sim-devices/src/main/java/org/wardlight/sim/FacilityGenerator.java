package org.wardlight.sim;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Writes configurations of any size, for benches and load tests. */
public final class FacilityGenerator {
  /** How rooms hang on endpoints. */
  public enum Layout {
    /** Each room its own Modbus endpoint: one port, a loopback address for each room. */
    ROOMS,
    /** 24 rooms as unit ids behind a gateway, each gateway its own port. */
    GATEWAYS
  }

  private static final int ROOMS_PER_WARD = 40;
  private static final int UNITS_PER_GATEWAY = 24;
  private static final int MOST_ROOMS = 60_000;
  private static final List<String> LEVELS =
      List.of("independent", "assisted", "nursing", "high-dependency");
  private static final List<String> SHARED =
      List.of(
          "point-kinds.yaml",
          "types/room-controller.yaml",
          "schema/care.schema.json",
          "schema/connections.schema.json",
          "schema/device-type.schema.json",
          "schema/facility.schema.json",
          "schema/point-kinds.schema.json",
          "schema/ward.schema.json");
  private static final String BENCH_ROOM =
      """
      type: bench-room
      protocol: modbus
      description: A whole room in one block of ten holding registers
      points:
        bedOccupied:      {kind: bed.occupied, scan: safety, register: {table: holding-register, address: 0, type: bool, bit: 0}}
        callBed:          {kind: call.bed, scan: safety, register: {table: holding-register, address: 1, type: bool, bit: 0}}
        bathroomPresence: {kind: bathroom.presence, scan: safety, register: {table: holding-register, address: 2, type: bool, bit: 0}}
        bathroomCord:     {kind: bathroom.cord, scan: safety, register: {table: holding-register, address: 3, type: bool, bit: 0}}
        staffPresence:    {kind: staff.presence, scan: safety, register: {table: holding-register, address: 4, type: bool, bit: 0}}
        bedroomMotion:    {kind: bedroom.motion, scan: safety, register: {table: holding-register, address: 5, type: bool, bit: 0}}
        temperature:      {kind: bedroom.temperature, scan: safety, min: -20, max: 60, register: {table: holding-register, address: 6, type: int16, scale: 0.1}}
        co2:              {kind: bedroom.co2, scan: safety, min: 0, max: 10000, register: {table: holding-register, address: 7, type: uint16}}
        lampRed:          {kind: lamp.red, scan: safety, writable: true, min: 0, max: 2, register: {table: holding-register, address: 8, type: uint16}}
        bathroomLight:    {kind: bathroom.light, scan: safety, writable: true, min: 0, max: 100, register: {table: holding-register, address: 9, type: uint16}}
      """;

  private final int rooms;
  private final boolean opcUa;
  private final Layout layout;
  private final int firstPort;
  private Duration safetyScan = Duration.ofSeconds(1);

  /**
   * Plans a facility.
   *
   * @param rooms 1 to 60,000
   * @param opcUa rooms are objects of OPC UA servers, one for each ward; the layout is ignored
   * @param firstPort of the endpoints; the others follow it
   */
  public FacilityGenerator(int rooms, boolean opcUa, Layout layout, int firstPort) {
    if (rooms < 1 || rooms > MOST_ROOMS) {
      throw new SimulationException("rooms must lie within 1 and " + MOST_ROOMS + ", not " + rooms);
    }
    this.rooms = rooms;
    this.opcUa = opcUa;
    this.layout = layout;
    this.firstPort = firstPort;
    int ports =
        opcUa
            ? (rooms - 1) / ROOMS_PER_WARD
            : layout == Layout.ROOMS ? 0 : (rooms - 1) / UNITS_PER_GATEWAY;
    if (firstPort < 1 || firstPort + ports > 65_535) {
      throw new SimulationException(
          "the ports " + firstPort + " to " + (firstPort + ports) + " are not all valid");
    }
  }

  /** How often the rooms on Modbus are to be read; once a second if it is not said. */
  public FacilityGenerator scannedEvery(Duration period) {
    safetyScan = period;
    return this;
  }

  /**
   * Writes {@code types}, {@code schema}, {@code point-kinds.yaml} and {@code facilities/bench}.
   *
   * @return the facility directory
   */
  public Path write(Path directory) {
    Path facility = directory.resolve("facilities").resolve("bench");
    try {
      if (Files.exists(facility)) {
        throw new SimulationException(facility + " exists already; choose another directory");
      }
      for (String name : SHARED) {
        copyShared(name, directory.resolve(name));
      }
      copyShared("facilities/demo/care.yaml", facility.resolve("care.yaml"));
      put(directory.resolve("types/bench-room.yaml"), BENCH_ROOM);
      put(
          facility.resolve("facility.yaml"),
          "name: Bench of %d rooms%nzone: Europe/Berlin%nlanguage: en%n".formatted(rooms));
      put(facility.resolve("connections.yaml"), connections());
      for (int first = 0; first < rooms; first += ROOMS_PER_WARD) {
        String ward = ward(first);
        put(facility.resolve("wards").resolve(ward + ".yaml"), wardFile(ward, first));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + directory, e);
    }
    return facility;
  }

  private static void copyShared(String name, Path target) throws IOException {
    try (InputStream in = FacilityGenerator.class.getResourceAsStream("/device-configs/" + name)) {
      if (in == null) {
        throw new SimulationException("this build lacks device-configs/" + name);
      }
      put(target, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static void put(Path file, String text) throws IOException {
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(file, text);
  }

  private String connections() {
    StringBuilder out = new StringBuilder();
    int step = opcUa ? ROOMS_PER_WARD : layout == Layout.ROOMS ? 1 : UNITS_PER_GATEWAY;
    for (int room = 0; room < rooms; room += step) {
      int port = firstPort + room / step;
      if (opcUa) {
        line(
            out,
            "%s: {endpoint: \"opc.tcp://127.0.0.1:%d/wardlight\"}"
                .formatted(connection(room), port));
      } else if (layout == Layout.ROOMS) {
        line(
            out,
            "%s: {endpoint: \"modbus-tcp://127.%d.%d.%d:%d\", options: {scan: {safety: %dms}}}"
                .formatted(
                    connection(room),
                    1 + room / 62_500,
                    room / 250 % 250,
                    1 + room % 250,
                    firstPort,
                    safetyScan.toMillis()));
      } else {
        line(
            out,
            "%s: {endpoint: \"modbus-tcp://127.0.0.1:%d\", options: {scan: {safety: %dms}}}"
                .formatted(connection(room), port, safetyScan.toMillis()));
      }
    }
    return out.toString();
  }

  private String connection(int room) {
    if (opcUa) {
      return "server-" + ward(room);
    }
    return layout == Layout.ROOMS
        ? "link-" + number(room)
        : "gateway-" + (1 + room / UNITS_PER_GATEWAY);
  }

  private String wardFile(String ward, int first) {
    StringBuilder out = new StringBuilder();
    line(out, "ward: %s".formatted(ward));
    line(out, "name: Ward %s".formatted(ward.substring("ward-".length())));
    line(out, "floor: floor %d".formatted(1 + first / ROOMS_PER_WARD / 4));
    line(out, "day: {from: \"06:00\", to: \"22:00\"}");
    line(out, "rooms:");
    for (int room = first; room < Math.min(rooms, first + ROOMS_PER_WARD); room++) {
      String id = number(room);
      int unit = layout == Layout.ROOMS ? 1 : 1 + room % UNITS_PER_GATEWAY;
      line(out, "  \"%s\":".formatted(id));
      line(
          out,
          "    beds: {\"%s/bed\": {resident: {id: r-%s, name: Resident %s, care-level: %s}}}"
              .formatted(id, id, id, LEVELS.get(room % LEVELS.size())));
      String type = opcUa ? "room-controller" : "bench-room";
      String at = opcUa ? "" : ", unit: " + unit;
      line(
          out,
          "    devices: {%s-io: {type: %s, connection: %s%s}}"
              .formatted(id, type, connection(room), at));
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String text) {
    out.append(text).append('\n');
  }

  private static String ward(int room) {
    return "ward-%03d".formatted(1 + room / ROOMS_PER_WARD);
  }

  private static String number(int room) {
    return "%05d".formatted(1 + room);
  }
}
