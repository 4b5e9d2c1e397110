package org.wardlight.facility.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Device;
import org.wardlight.api.space.Ward;
import org.wardlight.facility.internal.Yaml.Place;

/** What the ward files add up to, and every id that is taken so far. */
final class FacilityParts {
  final List<Ward> wards = new ArrayList<>();
  final Map<String, Device> devices = new LinkedHashMap<>();
  final List<Point> points = new ArrayList<>();
  private final Map<String, String> taken = new HashMap<>();
  private final Map<Map<String, Object>, Map<String, Object>> addresses = new HashMap<>();

  /**
   * Takes an id for something that must be unique in the facility; reports it if it is taken.
   *
   * @param what the kind of thing: ids of different kinds do not collide
   * @param shown the id in the words of a message
   */
  boolean take(String what, String id, String shown, Section section, Place at) {
    String earlier = taken.putIfAbsent(what + "\n" + id, section.file() + " line " + at.line());
    if (earlier != null) {
      section.problem(at, shown + " is already taken in " + earlier);
    }
    return earlier == null;
  }

  /** The same address; devices of one type behind other connections share theirs. */
  Map<String, Object> shared(Map<String, Object> address) {
    return addresses.computeIfAbsent(Map.copyOf(address), same -> same);
  }
}
