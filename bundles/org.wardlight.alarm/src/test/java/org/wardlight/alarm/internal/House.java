package org.wardlight.alarm.internal;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.PointKind.Call;
import org.wardlight.api.point.ScanClass;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.AlarmSettings;
import org.wardlight.api.space.AlarmSettings.Level;
import org.wardlight.api.space.AlarmSettings.Roster;
import org.wardlight.api.space.AlarmSettings.Shift;
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

  /** Two groups: nurses, of whom somebody must be on duty, and a team that is always there. */
  static final Roster ROSTER =
      new Roster(
          List.of(
              new Shift(
                  "all day",
                  LocalTime.MIDNIGHT,
                  List.of(
                      new Level("nurses", false, Duration.ofSeconds(60)),
                      new Level("team", true, Duration.ofSeconds(30))))));

  static final WardRules ROSTERED =
      new WardRules(
          ROSTER,
          ZoneOffset.UTC,
          Duration.ofMinutes(3),
          Duration.ofHours(13),
          Set.of("call.bed", "call.bathroom"));

  static final CarePlan PLAN =
      new CarePlan(
          Duration.ofMinutes(15), Duration.ofMinutes(15), Watch.OFF, Watch.URGENT, true, 22, 20);

  /** Room 203 with a resident in its bed, sensors and buttons, and the roster. */
  static Facility inhabited() {
    return inhabited(PLAN);
  }

  /** The same with another care plan. */
  static Facility inhabited(CarePlan plan) {
    Resident resident = new Resident("r-203", "Somebody", CareLevel.NURSING, plan);
    Bed bed = new Bed("203/bed", new Stay(resident, LocalDate.of(2026, 1, 1), null));
    Room room =
        new Room(
            "203",
            List.of(
                new Space("203/bedroom", SpaceKind.BEDROOM),
                new Space("203/bathroom", SpaceKind.BATHROOM)),
            List.of(bed, new Bed("203/bed-2", null)));
    List<Point> points =
        List.of(
            safety(0, "bed.occupied", "203/bed", null),
            safety(1, "call.bed", "203/bed", new Call("call.bed", AlarmClass.CALL, false)),
            safety(2, "bathroom.presence", "203/bathroom", null),
            safety(
                3,
                "bathroom.cord",
                "203/bathroom",
                new Call("call.bathroom", AlarmClass.URGENT, true)),
            safety(4, "staff.presence", "203/bedroom", null));
    return new Facility(
        "test",
        "Test",
        ZoneOffset.UTC,
        Locale.ENGLISH,
        List.of(
            new Ward(
                "ward-a",
                "A",
                "1",
                LocalTime.of(6, 0),
                LocalTime.of(22, 0),
                List.of(room),
                List.of())),
        points.stream().map(Point::kind).toList(),
        List.of(),
        List.of(new Device("203-io", "io", "gw", "203")),
        points,
        new AlarmSettings(
            Duration.ofMinutes(3),
            Duration.ofSeconds(60),
            Duration.ofHours(13),
            Map.of("ward-a", ROSTER)));
  }

  /** A sensor at the device of room 203, wherever it is. */
  static Point safety(int id, String kind, String space, @Nullable Call raises) {
    return new Point(
        id,
        "203-io/" + kind,
        new PointKind(
            kind,
            SpaceKind.BEDROOM,
            ValueType.BOOLEAN,
            "",
            List.of(),
            true,
            false,
            raises,
            Duration.ofHours(1)),
        "ward-a",
        space.substring(0, space.indexOf('/')),
        space,
        "203-io",
        "gw",
        ScanClass.SAFETY,
        false,
        null,
        null,
        Map.of());
  }
}
