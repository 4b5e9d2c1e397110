package org.wardlight.alarm.internal;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.ScanClass;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Room;
import org.wardlight.api.space.Space;
import org.wardlight.api.space.SpaceKind;
import org.wardlight.api.space.Ward;

/** A ward-a whose rooms have a bathroom and the three lamps over the door. */
final class House {
  /** No roster: everybody is called at once. */
  static final WardRules RULES = WardRules.of(of(), "ward-a");

  private House() {}

  static Facility of(String... rooms) {
    List<Room> made = new ArrayList<>();
    List<Point> points = new ArrayList<>();
    for (String room : rooms) {
      made.add(
          new Room(
              room,
              List.of(
                  new Space(room + "/bedroom", SpaceKind.BEDROOM),
                  new Space(room + "/bathroom", SpaceKind.BATHROOM)),
              List.of()));
      points.add(lamp(points.size(), room, "lamp.red", ValueType.STATE));
      points.add(lamp(points.size(), room, "lamp.green", ValueType.STATE));
      points.add(lamp(points.size(), room, "lamp.white", ValueType.BOOLEAN));
    }
    Ward ward =
        new Ward("ward-a", "A", "1", LocalTime.of(6, 0), LocalTime.of(22, 0), made, List.of());
    return new Facility(
        "test",
        "Test",
        ZoneOffset.UTC,
        Locale.ENGLISH,
        List.of(ward),
        List.of(),
        List.of(),
        List.of(),
        points);
  }

  private static Point lamp(int id, String room, String kind, ValueType type) {
    return new Point(
        id,
        room + "/" + kind,
        new PointKind(
            kind, SpaceKind.ENTRANCE, type, "", List.of(), false, true, null, Duration.ofHours(1)),
        "ward-a",
        room,
        room + "/entrance",
        room + "-io",
        "gw",
        ScanClass.NORMAL,
        true,
        null,
        null,
        Map.of());
  }
}
