package org.wardlight.api.driver;

import java.util.List;
import java.util.Set;
import org.wardlight.api.point.Point;

/** A protocol. A whiteboard service: the field layer picks the driver by the endpoint's scheme. */
public interface Driver {
  /** The schemes of the endpoints that this driver opens, for example {@code modbus-tcp}. */
  Set<String> schemes();

  /**
   * Opens a link. Returns at once: connecting happens in the background and is reported to the
   * listener.
   *
   * @throws IllegalArgumentException if the specification makes no sense to this driver; the
   *     message says what to change
   */
  Link open(ConnectionSpec connection, LinkListener listener);

  /**
   * What of these points cannot be read as often as it should, as far as that is known before
   * anything is asked: each with a figure and what to do. Empty if all of it fits, or if the driver
   * does not know.
   *
   * @throws IllegalArgumentException as {@link #open} does
   */
  default List<String> overload(ConnectionSpec connection, List<Point> points) {
    return List.of();
  }
}
