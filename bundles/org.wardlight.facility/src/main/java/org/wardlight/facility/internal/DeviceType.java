package org.wardlight.facility.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.ScanClass;
import org.wardlight.api.point.Supervision;

/**
 * The template of a device.
 *
 * @param settings what the file says beside its points; goes into every point's address
 * @param pointNames every name in the file, also of points that could not be read
 */
record DeviceType(
    String id,
    Protocol protocol,
    Map<String, Object> settings,
    List<TypePoint> points,
    Set<String> pointNames) {

  /**
   * A protocol as {@code device-type.schema.json} describes it.
   *
   * @param schemes of the endpoints that speak it
   * @param deviceKeys the settings of a device that tell it from others on the same connection
   */
  record Protocol(String id, Set<String> schemes, Set<String> deviceKeys) {}

  /**
   * A point of the template.
   *
   * @param bed the number of the bed for a kind that belongs to a bed, else 0
   * @param supervision depends on points of this type, by their names in it
   */
  record TypePoint(
      String name,
      PointKinds.Kind kind,
      int bed,
      ScanClass scan,
      boolean writable,
      @Nullable Double min,
      @Nullable Double max,
      Supervision supervision,
      Map<String, Object> address) {

    /** The address within a device: its settings merged in and {@code {device}} filled in. */
    Map<String, Object> addressIn(DeviceType type, Map<String, Object> device, String object) {
      Map<String, Object> all = new LinkedHashMap<>(type.settings());
      all.putAll(device);
      address.forEach(
          (key, value) ->
              all.put(
                  key, value instanceof String text ? text.replace("{device}", object) : value));
      return all;
    }
  }
}
