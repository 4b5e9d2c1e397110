package org.wardlight.rules.internal;

import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
import org.wardlight.api.space.Space;
import org.wardlight.api.space.SpaceKind;
import org.wardlight.api.space.Stay;
import org.wardlight.api.space.Ward;

/**
 * The facility of a scenario: one ward with room 101, its common places and one device, night from
 * 22 to 6.
 */
final class ScenarioFacility {
  static final String DEVICE = "101-io";

  private static final String ROOM = "101";
  private static final String FIRST_BED = "101/bed";

  private ScenarioFacility() {}

  static Facility of(Scenario scenario) {
    List<Bed> beds = new ArrayList<>();
    for (Map.Entry<String, @Nullable CarePlan> bed : scenario.beds().entrySet()) {
      beds.add(new Bed(bed.getKey(), stay(scenario, bed.getKey(), bed.getValue())));
    }
    Map<String, PointKind> kinds = new LinkedHashMap<>();
    List<Point> points = new ArrayList<>();
    for (String name : scenario.given().keySet()) {
      points.add(point(points.size(), name, false, kinds));
    }
    for (String name : scenario.outputs()) {
      points.add(point(points.size(), name, true, kinds));
    }
    List<Space> common =
        points.stream()
            .map(Point::room)
            .filter(place -> !place.equals(ROOM))
            .distinct()
            .map(place -> new Space(place, SpaceKind.OUTSIDE))
            .toList();
    Room room =
        new Room(
            ROOM,
            List.of(
                new Space("101/bedroom", SpaceKind.BEDROOM),
                new Space("101/bathroom", SpaceKind.BATHROOM),
                new Space("101/living", SpaceKind.LIVING),
                new Space("101/entrance", SpaceKind.ENTRANCE)),
            beds);
    Ward ward =
        new Ward(
            "ward", "Ward", "", LocalTime.of(6, 0), LocalTime.of(22, 0), List.of(room), common);
    return new Facility(
        "scenario",
        scenario.name(),
        scenario.zone(),
        Locale.ENGLISH,
        List.of(ward),
        List.copyOf(kinds.values()),
        List.of(),
        List.of(new Device(DEVICE, "scenario", "connection", ROOM)),
        points);
  }

  private static @Nullable Stay stay(Scenario scenario, String bed, @Nullable CarePlan plan) {
    if (plan == null) {
      return null;
    }
    return new Stay(
        new Resident("resident of " + bed, "", CareLevel.NURSING, plan),
        scenario.start().toLocalDate(),
        null);
  }

  /** A point's name is its kind, or {@code kind@space} for one that is not in the usual place. */
  private static Point point(int id, String name, boolean output, Map<String, PointKind> kinds) {
    int at = name.indexOf('@');
    String kindId = at < 0 ? name : name.substring(0, at);
    PointKind kind =
        kinds.computeIfAbsent(
            kindId,
            k ->
                new PointKind(
                    k,
                    SpaceKind.BEDROOM,
                    ValueType.BOOLEAN,
                    "",
                    List.of(),
                    !output,
                    output,
                    null,
                    Duration.ofMinutes(1)));
    String space = at < 0 ? usualSpace(kindId) : name.substring(at + 1);
    return new Point(
        id,
        name,
        kind,
        "ward",
        space.startsWith(ROOM + "/") ? ROOM : space,
        space,
        DEVICE,
        "connection",
        ScanClass.SAFETY,
        output,
        null,
        null,
        Map.of());
  }

  private static String usualSpace(String kind) {
    String family = kind.substring(0, Math.max(0, kind.indexOf('.')));
    return switch (family) {
      case "bed", "diaper", "wristband" -> FIRST_BED;
      case "bathroom", "living", "entrance" -> ROOM + "/" + family;
      case "door" -> "ward/garden";
      case "fire", "corridor" -> "ward/corridor";
      case "outdoor" -> "ward/roof";
      default -> ROOM + "/bedroom";
    };
  }
}
