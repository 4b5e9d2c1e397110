package org.wardlight.web.internal;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.driver.ConnectionSpec;
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

/** A small facility with three points a room: on the tile, only in the room, an output. */
final class Demo {
  static final Instant NOW = Instant.parse("2026-11-22T02:11:00Z");
  private static final PointKind PRESENCE =
      kind("bathroom.presence", ValueType.BOOLEAN, false, true);
  private static final PointKind HUMIDITY =
      kind("bedroom.humidity", ValueType.NUMBER, false, false);
  private static final PointKind LAMP = kind("lamp.red", ValueType.NUMBER, true, false);
  static final int POINTS_A_ROOM = 3;

  private Demo() {}

  private static PointKind kind(String id, ValueType type, boolean output, boolean safety) {
    return new PointKind(
        id, SpaceKind.BEDROOM, type, "", List.of(), safety, output, null, Duration.ofSeconds(10));
  }

  static Facility facility(String id, int rooms) {
    return house(id, rooms, rooms, POINTS_A_ROOM);
  }

  /**
   * A facility of wards that are called ward-a, or ward-001 and so on if there are several.
   *
   * @param pointsARoom the first two thirds of them are on the tile
   */
  static Facility house(String id, int rooms, int roomsAWard, int pointsARoom) {
    List<Ward> wards = new ArrayList<>();
    List<Point> points = new ArrayList<>();
    List<Device> devices = new ArrayList<>();
    for (int first = 0; first < rooms; first += roomsAWard) {
      String ward = rooms == roomsAWard ? "ward-a" : "ward-%03d".formatted(1 + first / roomsAWard);
      List<Room> all = new ArrayList<>();
      for (int i = first; i < Math.min(rooms, first + roomsAWard); i++) {
        String room = String.valueOf(101 + i);
        Resident resident = new Resident("r-" + room, "Chen", CareLevel.NURSING, plan());
        Bed bed = new Bed(room + "/bed", new Stay(resident, LocalDate.of(2026, 1, 1), null));
        all.add(
            new Room(
                room, List.of(new Space(room + "/bathroom", SpaceKind.BATHROOM)), List.of(bed)));
        devices.add(new Device(room + "-io", "room-io-gateway", "gateway", room));
        List<PointKind> kinds = List.of(PRESENCE, HUMIDITY, LAMP);
        for (int k = 0; k < pointsARoom; k++) {
          String suffix = k < kinds.size() ? "" : "-" + k / kinds.size();
          points.add(point(points.size(), ward, room, kinds.get(k % kinds.size()), suffix));
        }
      }
      wards.add(
          new Ward(ward, "Ward A", "1", LocalTime.of(6, 0), LocalTime.of(22, 0), all, List.of()));
    }
    return new Facility(
        id,
        "Haus am See",
        ZoneId.of("Europe/Berlin"),
        Locale.GERMAN,
        wards,
        List.of(PRESENCE, HUMIDITY, LAMP),
        List.of(
            new ConnectionSpec("gateway", URI.create("modbus-tcp://me:secret@10.0.0.7"), Map.of())),
        devices,
        points);
  }

  private static Point point(int id, String ward, String room, PointKind kind, String suffix) {
    return new Point(
        id,
        room + "-io/" + kind.id() + suffix,
        kind,
        ward,
        room,
        room + "/bathroom",
        room + "-io",
        "gateway",
        ScanClass.SAFETY,
        kind.output(),
        null,
        null,
        Map.of());
  }

  private static CarePlan plan() {
    Duration limit = Duration.ofMinutes(15);
    return new CarePlan(limit, limit, Watch.OFF, Watch.URGENT, true, 22, 20);
  }

  static PointValue value(Point point, double value) {
    return new PointValue(
        point, value, Quality.GOOD, QualityReason.NONE, NOW, NOW, NOW.plusNanos(250_000_000));
  }

  static Alarm alarm(String room, Alarm.State state) {
    return alarm(room, state, true);
  }

  static Alarm alarm(String room, Alarm.State state, boolean recorded) {
    Instant closedAt = state == Alarm.State.CLOSED ? NOW : null;
    String space = room + "/bathroom";
    return new Alarm(
        Alarm.idOf("bathroom.dwell", space, NOW),
        "bathroom.dwell",
        AlarmClass.URGENT,
        "ward-a",
        room,
        space,
        new Reason("bathroom.dwell", Map.of("limit", "PT15M")),
        NOW,
        NOW,
        state,
        false,
        true,
        0,
        state == Alarm.State.ACCEPTED ? "nurse" : null,
        null,
        null,
        closedAt,
        null,
        null,
        recorded);
  }
}
