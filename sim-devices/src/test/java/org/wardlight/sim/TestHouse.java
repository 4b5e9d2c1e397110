package org.wardlight.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.ScanClass;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.Bed;
import org.wardlight.api.space.CareLevel;
import org.wardlight.api.space.CarePlan;
import org.wardlight.api.space.Device;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Resident;
import org.wardlight.api.space.Room;
import org.wardlight.api.space.SpaceKind;
import org.wardlight.api.space.Stay;
import org.wardlight.api.space.Ward;
import org.wardlight.api.space.Watch;

/** Builds small facilities by hand: room 203 on a Modbus gateway, room 301 on an OPC UA server. */
final class TestHouse {
  static final String GATEWAY = "gateway";
  static final String BUILDING = "building";
  static final String NAMESPACE = "urn:example:room-controller";

  private final List<Point> points = new ArrayList<>();
  private final Map<String, PointKind> kinds = new HashMap<>();
  final int modbusPort = freePort();
  final int opcUaPort = freePort();
  private final Map<String, Object> opcUaOptions;

  TestHouse() {
    this(Map.of());
  }

  /** With these options of the connection to the OPC UA server. */
  TestHouse(Map<String, Object> opcUaOptions) {
    this.opcUaOptions = opcUaOptions;
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Facility facility() {
    bit("bed.occupied", 0);
    bit("call.bed", 2);
    bit("bathroom.presence", 3);
    bit("bathroom.door.open", 5);
    bit("entrance.door.open", 6);
    bit("window.open", 7);
    bit("call.living", 8);
    bit("bathroom.cord", 9);
    bit("staff.presence", 10);
    bit("staff.reset", 11);
    register("bedroom.temperature", "input-register", 10, "int16", 0.1, false, null, null);
    register("bedroom.co2", "input-register", 12, "uint16", 1, false, null, null);
    register("bathroom.light", "holding-register", 20, "uint16", 1, true, 0.0, 100.0);
    register("lamp.red", "holding-register", 22, "uint16", 1, true, 0.0, 2.0);
    register("climate.setpoint", "holding-register", 30, "float32", 1, true, 16.0, 28.0);
    register("climate.valve", "holding-register", 32, "uint16", 0.1, false, null, null);
    register("bedroom.motion", "holding-register", 33, "bool", 1, false, null, null);
    node("bed.occupied", "Boolean", false);
    node("bathroom.presence", "Boolean", false);
    node("call.bed", "Boolean", false);
    node("bedroom.temperature", "Double", false);
    node("lamp.red", "UInt16", true);
    CarePlan plan =
        new CarePlan(
            Duration.ofMinutes(30), Duration.ofMinutes(15), Watch.OFF, Watch.URGENT, true, 22, 20);
    List<Room> rooms = List.of(room("203", plan), room("301", plan));
    return new Facility(
        "test",
        "Test house",
        ZoneId.of("Europe/Berlin"),
        Locale.ENGLISH,
        List.of(
            new Ward(
                "ward-a",
                "Ward A",
                "1",
                LocalTime.of(6, 0),
                LocalTime.of(22, 0),
                rooms,
                List.of())),
        List.copyOf(kinds.values()),
        List.of(
            new ConnectionSpec(
                GATEWAY, URI.create("modbus-tcp://127.0.0.1:" + modbusPort), Map.of()),
            new ConnectionSpec(
                BUILDING,
                URI.create("opc.tcp://127.0.0.1:" + opcUaPort + "/wardlight"),
                opcUaOptions)),
        List.of(
            new Device("203-io", "room-io-gateway", GATEWAY, "203"),
            new Device("301-rc", "room-controller", BUILDING, "301")),
        points);
  }

  private static Room room(String id, CarePlan plan) {
    Resident resident = new Resident("r-" + id, "Name", CareLevel.NURSING, plan);
    return new Room(
        id,
        List.of(),
        List.of(new Bed(id + "/bed", new Stay(resident, LocalDate.of(2026, 1, 1), null))));
  }

  private void bit(String kind, int address) {
    add(
        kind,
        "203",
        "203-io",
        GATEWAY,
        false,
        null,
        null,
        Map.of("unit", 3, "table", "discrete-input", "address", address, "type", "bool"));
  }

  private void register(
      String kind,
      String table,
      int address,
      String type,
      double scale,
      boolean writable,
      @Nullable Double min,
      @Nullable Double max) {
    Map<String, Object> where =
        new HashMap<>(
            Map.of("unit", 3, "table", table, "address", address, "type", type, "scale", scale));
    if (type.equals("bool")) {
      where.put("bit", 4);
    }
    add(kind, "203", "203-io", GATEWAY, writable, min, max, where);
  }

  private void node(String kind, String type, boolean writable) {
    add(
        kind,
        "301",
        "301-rc",
        BUILDING,
        writable,
        writable ? 0.0 : null,
        writable ? 2.0 : null,
        Map.of("namespace", NAMESPACE, "id", "s=301." + kind, "type", type));
  }

  private void add(
      String kind,
      String room,
      String device,
      String connection,
      boolean writable,
      @Nullable Double min,
      @Nullable Double max,
      Map<String, Object> address) {
    boolean ofBits = Set.of("bool", "Boolean").contains(address.get("type"));
    PointKind pointKind =
        kinds.computeIfAbsent(
            kind,
            k ->
                new PointKind(
                    k,
                    SpaceKind.BEDROOM,
                    ofBits ? ValueType.BOOLEAN : ValueType.NUMBER,
                    "",
                    List.of(),
                    false,
                    writable,
                    null,
                    Duration.ofMinutes(1)));
    boolean ofBed = kind.equals("bed.occupied") || kind.equals("call.bed");
    points.add(
        new Point(
            points.size(),
            device + "/" + kind,
            pointKind,
            "ward-a",
            room,
            room + (ofBed ? "/bed" : "/bedroom"),
            device,
            connection,
            ScanClass.SAFETY,
            writable,
            min,
            max,
            address));
  }
}
