package org.wardlight.facility.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.Supervision;
import org.wardlight.api.point.ValueType;
import org.wardlight.facility.internal.DeviceType.TypePoint;

/** Reads how points are watched: a kind says what is usual, a device type may differ from it. */
final class Supervisions {
  static final Set<String> KEYS = Set.of("debounce", "chatter", "stuck-after", "depends-on");

  private static final String OFF = "off";
  private static final Duration LONGEST_DEBOUNCE = Duration.ofMinutes(1);

  private Supervisions() {}

  /**
   * What this section says, and where it says nothing what was usual before.
   *
   * @return its dependencies are names within the device type
   */
  static Supervision read(Section section, PointKind kind, Supervision usual) {
    for (String key : List.of("debounce", "chatter", "stuck-after")) {
      String objection = objection(key, kind);
      if (section.has(key) && !OFF.equals(section.text(key)) && !objection.isEmpty()) {
        section.problem(
            section.at(key), "`" + kind.id() + "` " + objection + ": remove `" + key + "`");
        return usual;
      }
    }
    Duration debounce = duration(section, "debounce", usual.debounce());
    if (debounce != null && debounce.compareTo(LONGEST_DEBOUNCE) > 0) {
      section.problem(section.valueAt("debounce"), "a debounce is at most 1min");
      debounce = LONGEST_DEBOUNCE;
    }
    return new Supervision(
        debounce == null ? Duration.ZERO : debounce,
        chatter(section, usual.chatterPerMinute()),
        duration(section, "stuck-after", usual.stuckAfter()),
        Set.copyOf(section.texts("depends-on")));
  }

  /** Why a kind must not be watched so; empty if it may. */
  private static String objection(String key, PointKind kind) {
    if (key.equals("debounce") && kind.raises() != null) {
      return "raises a call, which must not be delayed";
    }
    if (kind.output()) {
      return "is an output, which the server decides";
    }
    if (kind.type() == ValueType.TEXT) {
      return "is a text, which is only shown";
    }
    if (kind.type() == ValueType.NUMBER && !key.equals("stuck-after")) {
      return "is a number, and this is for booleans and states";
    }
    return "";
  }

  private static @Nullable Duration duration(
      Section section, String key, @Nullable Duration usual) {
    if (!section.has(key)) {
      return usual;
    }
    return OFF.equals(section.text(key)) ? null : section.duration(key);
  }

  private static int chatter(Section section, int usual) {
    String text = section.has("chatter") ? section.text("chatter") : null;
    if (text == null) {
      return usual;
    }
    return text.matches("[1-9][0-9]{0,3}/min")
        ? Integer.parseInt(text.substring(0, text.length() - 4))
        : 0;
  }

  /** Reports dependencies that are no points of the type, or that lead back to where they began. */
  static void checkDependencies(Section points, List<TypePoint> read) {
    Map<String, TypePoint> byName = new LinkedHashMap<>();
    read.forEach(point -> byName.put(point.name(), point));
    for (TypePoint point : read) {
      Section section = points.section(point.name());
      if (section == null) {
        continue;
      }
      List<String> others = new ArrayList<>(points.keys());
      others.remove(point.name());
      for (String name : point.supervision().dependsOn()) {
        if (!others.contains(name)) {
          section.problem(
              section.valueAt("depends-on"),
              "there is no other point `%s`%s".formatted(name, DidYouMean.among(name, others)));
        }
      }
      if (reaches(point.name(), point.name(), byName, new HashSet<>())) {
        section.problem(
            section.valueAt("depends-on"),
            "`" + point.name() + "` would depend on itself: leave one of the points out");
      }
    }
  }

  private static boolean reaches(
      String from, String wanted, Map<String, TypePoint> points, Set<String> visited) {
    TypePoint point = points.get(from);
    if (point == null || !visited.add(from)) {
      return false;
    }
    for (String next : point.supervision().dependsOn()) {
      // A point that names itself has been told already that there is no other of this name.
      if ((next.equals(wanted) && !from.equals(wanted)) || reaches(next, wanted, points, visited)) {
        return true;
      }
    }
    return false;
  }
}
