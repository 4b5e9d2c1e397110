package org.wardlight.driver.modbus.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.ScanClass;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.SpaceKind;

/** Points for tests. */
final class Points {
  private static final PointKind KIND =
      new PointKind(
          "test.number",
          SpaceKind.BEDROOM,
          ValueType.NUMBER,
          "",
          List.of(),
          false,
          false,
          null,
          Duration.ofSeconds(10));

  private Points() {}

  static Point point(int id, ScanClass scan, Map<String, Object> address) {
    return bounded(id, scan, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, address);
  }

  static Point bounded(
      int id, ScanClass scan, double min, double max, Map<String, Object> address) {
    return new Point(
        id,
        "device/" + id,
        KIND,
        "ward-a",
        "101",
        "101/bedroom",
        "device",
        "gateway",
        scan,
        true,
        min,
        max,
        address);
  }

  static Point register(int id, int unit, int address) {
    return point(id, ScanClass.NORMAL, at(unit, "holding-register", address, "uint16"));
  }

  static Map<String, Object> at(int unit, String table, int address, String type) {
    return Map.of("unit", unit, "table", table, "address", address, "type", type);
  }

  static Map<String, Object> with(Map<String, Object> address, String name, Object value) {
    Map<String, Object> more = new HashMap<>(address);
    more.put(name, value);
    return more;
  }
}
