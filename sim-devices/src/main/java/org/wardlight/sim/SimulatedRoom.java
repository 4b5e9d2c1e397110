package org.wardlight.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.Point;

/** One room (or common space): its points by kind, and who causes what is on in it. */
final class SimulatedRoom {
  private final String id;
  private final Map<String, List<Point>> byKind = new HashMap<>();
  private final Map<String, Set<Object>> causes = new HashMap<>();
  private final PointValues values;
  private long heldUntil;

  SimulatedRoom(String id, List<Point> points, PointValues values) {
    this.id = id;
    this.values = values;
    for (Point point : points) {
      byKind.merge(
          point.kind().id(),
          List.of(point),
          (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
    }
  }

  String id() {
    return id;
  }

  Set<String> kinds() {
    return new TreeSet<>(byKind.keySet());
  }

  boolean has(String kind) {
    return byKind.containsKey(kind);
  }

  /** The first value of a kind, or the fallback if the room has none. */
  double get(String kind, double fallback) {
    List<Point> points = byKind.get(kind);
    return points == null ? fallback : values.actual(points.get(0).id());
  }

  /** The value of a kind in one space or bed, or the fallback if there is none. */
  double get(String kind, String space, double fallback) {
    List<Point> points = points(kind, space);
    return points.isEmpty() ? fallback : values.actual(points.get(0).id());
  }

  /** The points of a kind, all or those of one space or bed; empty if there are none. */
  List<Point> points(String kind, @Nullable String space) {
    List<Point> points = byKind.getOrDefault(kind, List.of());
    return space == null ? points : points.stream().filter(p -> p.space().equals(space)).toList();
  }

  /** Sets all points of a kind; nothing happens if the room has none. */
  void set(String kind, double value) {
    set(kind, null, value);
  }

  /** Sets the points of a kind in one space or bed, and forgets who had caused them. */
  void set(String kind, @Nullable String space, double value) {
    causes.remove(kind);
    points(kind, space).forEach(p -> values.set(p.id(), value));
  }

  /** Somebody causes a kind to be on, or no longer does; it is on while anybody does. */
  void cause(Object who, String kind, boolean on) {
    Set<Object> all = causes.computeIfAbsent(kind, k -> new HashSet<>());
    if (on) {
      all.add(who);
    } else {
      all.remove(who);
    }
    double value = all.isEmpty() ? 0 : 1;
    points(kind, null).forEach(p -> values.set(p.id(), value));
  }

  /** Keeps the routine out of this room until then, because somebody plays with it by hand. */
  void holdUntil(long millis) {
    heldUntil = Math.max(heldUntil, millis);
  }

  long heldUntil() {
    return heldUntil;
  }
}
