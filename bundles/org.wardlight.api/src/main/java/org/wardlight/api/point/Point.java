package org.wardlight.api.point;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One value of a device, placed in the facility.
 *
 * @param id small number, given when a facility is applied; kept while the server runs and the
 *     point means the same (its name, kind, place, device and connection)
 * @param name {@code <device id>/<point of its type>}, stable across restarts and changes
 * @param ward the ward's id
 * @param room the room's id; for a common space, that space's own id
 * @param space the id of the space, or of the bed for a point that belongs to one bed
 * @param supervision how its samples are watched and filtered
 * @param address where the driver finds it, as the device type and device say; only the driver
 *     understands it and it has been validated against the driver's schema
 * @param writable whether the server may write it
 * @param min least plausible value read, and least value written; null for no bound
 * @param max greatest plausible value read, and greatest value written; null for no bound
 */
public record Point(
    int id,
    String name,
    PointKind kind,
    String ward,
    String room,
    String space,
    String device,
    String connection,
    ScanClass scan,
    boolean writable,
    @Nullable Double min,
    @Nullable Double max,
    Supervision supervision,
    Map<String, Object> address) {

  public Point {
    if (id < 0) {
      throw new IllegalArgumentException("point id must not be negative: " + id);
    }
    address = Map.copyOf(address);
  }

  /** A point whose samples are taken as they come. */
  public Point(
      int id,
      String name,
      PointKind kind,
      String ward,
      String room,
      String space,
      String device,
      String connection,
      ScanClass scan,
      boolean writable,
      @Nullable Double min,
      @Nullable Double max,
      Map<String, Object> address) {
    this(
        id,
        name,
        kind,
        ward,
        room,
        space,
        device,
        connection,
        scan,
        writable,
        min,
        max,
        Supervision.NONE,
        address);
  }

  /** The same point under another id. */
  public Point withId(int other) {
    return new Point(
        other,
        name,
        kind,
        ward,
        room,
        space,
        device,
        connection,
        scan,
        writable,
        min,
        max,
        supervision,
        address);
  }
}
