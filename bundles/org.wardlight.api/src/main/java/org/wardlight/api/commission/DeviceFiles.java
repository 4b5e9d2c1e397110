package org.wardlight.api.commission;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Facility;

/**
 * Reads configuration files apart from the facility in force. Thread-safe; reads files, so it is
 * never called on a ward's lane.
 *
 * <p>Everywhere {@code fallback} is the {@code device-configs} of the distribution, for what is not
 * two levels above the facility's directory; null for nowhere.
 */
public interface DeviceFiles {
  /**
   * Reads a facility's directory.
   *
   * @throws IllegalArgumentException with every mistake, one a line
   */
  Facility facility(Path directory, @Nullable Path fallback);

  /** The ids of the device types that a facility in this directory would have. */
  Set<String> types(Path directory, @Nullable Path fallback);

  /**
   * The points of a device of one type, with ids from 0.
   *
   * @param device the settings that a facility file would give it, for example {@code unit: 3}
   * @throws IllegalArgumentException if there is no such type, its file is faulty or the settings
   *     do not fit it
   */
  List<Point> points(
      Path directory,
      @Nullable Path fallback,
      String type,
      String connection,
      Map<String, Object> device);
}
