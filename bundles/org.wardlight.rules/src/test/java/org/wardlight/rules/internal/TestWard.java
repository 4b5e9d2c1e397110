package org.wardlight.rules.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.ScanClass;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.Bed;
import org.wardlight.api.space.CareLevel;
import org.wardlight.api.space.CarePlan;
import org.wardlight.api.space.Device;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Resident;
import org.wardlight.api.space.Room;
import org.wardlight.api.space.Space;
import org.wardlight.api.space.SpaceKind;
import org.wardlight.api.space.Stay;
import org.wardlight.api.space.Ward;
import org.wardlight.api.space.Watch;

/** Facilities of any size whose rooms have what a real room has; night from 22 to 6 in Berlin. */
final class TestWard {
  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  static final CarePlan PLAN =
      new CarePlan(
          Duration.ofMinutes(30), Duration.ofMinutes(15), Watch.OFF, Watch.URGENT, true, 22, 20);

  private static final List<String> SAFETY =
      List.of(
          "bed.occupied",
          "bathroom.presence",
          "bathroom.door.open",
          "bathroom.cord",
          "staff.presence",
          "entrance.door.open");
  private static final List<String> NUMBERS =
      List.of("bedroom.temperature", "bedroom.humidity", "bedroom.co2");
  private static final List<String> OUTPUTS =
      List.of("bathroom.light", "path.light", "climate.setpoint", "lamp.red", "lamp.white");

  private TestWard() {}

  static Facility facility(int wards, int roomsPerWard) {
    Map<String, PointKind> kinds = new LinkedHashMap<>();
    List<Ward> all = new ArrayList<>();
    List<Point> points = new ArrayList<>();
    List<Device> devices = new ArrayList<>();
    for (int w = 0; w < wards; w++) {
      String ward = "ward-" + w;
      List<Room> rooms = new ArrayList<>();
      for (int r = 0; r < roomsPerWard; r++) {
        String room = w + "-" + r;
        rooms.add(room(room));
        devices.add(new Device(room + "-io", "io", "gateway-" + w, room));
        SAFETY.forEach(kind -> add(points, kinds, ward, room, kind, ValueType.BOOLEAN));
        add(points, kinds, ward, room, "window.open", ValueType.BOOLEAN);
        NUMBERS.forEach(kind -> add(points, kinds, ward, room, kind, ValueType.NUMBER));
        OUTPUTS.forEach(kind -> add(points, kinds, ward, room, kind, ValueType.NUMBER));
      }
      all.add(new Ward(ward, ward, "", LocalTime.of(6, 0), LocalTime.of(22, 0), rooms, List.of()));
    }
    return new Facility(
        "test",
        "Test",
        BERLIN,
        Locale.ENGLISH,
        all,
        List.copyOf(kinds.values()),
        List.of(),
        devices,
        points);
  }

  private static Room room(String room) {
    Resident resident = new Resident("r-" + room, "", CareLevel.NURSING, PLAN);
    Stay stay = new Stay(resident, LocalDate.of(2026, 1, 1), null);
    return new Room(
        room,
        List.of(new Space(room + "/bathroom", SpaceKind.BATHROOM)),
        List.of(new Bed(room + "/bed", stay)));
  }

  private static void add(
      List<Point> points,
      Map<String, PointKind> kinds,
      String ward,
      String room,
      String kind,
      ValueType type) {
    boolean output = OUTPUTS.contains(kind);
    PointKind known =
        kinds.computeIfAbsent(
            kind,
            k ->
                new PointKind(
                    k,
                    SpaceKind.BEDROOM,
                    type,
                    "",
                    List.of(),
                    SAFETY.contains(k),
                    output,
                    null,
                    Duration.ofMinutes(1)));
    String space = room + (kind.startsWith("bed.") ? "/bed" : "/bathroom");
    points.add(
        new Point(
            points.size(),
            room + "-io/" + kind,
            known,
            ward,
            room,
            space,
            room + "-io",
            "gateway-" + ward.substring(5),
            ScanClass.SAFETY,
            output,
            null,
            null,
            Map.of()));
  }

  static PointValue good(Point point, double value, Instant since) {
    return new PointValue(point, value, Quality.GOOD, QualityReason.NONE, since, since, since);
  }

  static PointValue restored(Point point, double value, Instant since) {
    return new PointValue(point, value, Quality.STALE, QualityReason.RESTORED, since, since, since);
  }

  static PointValue lost(Point point, double value, Instant since) {
    return new PointValue(
        point, value, Quality.BAD, QualityReason.DISCONNECTED, since, since, since);
  }
}
