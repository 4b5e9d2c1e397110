package org.wardlight.api.field;

import java.util.List;
import org.wardlight.api.driver.LinkFigures;
import org.wardlight.api.driver.LinkState;

/**
 * How connections, devices and outputs are now, for the engineer's pages; values of points come
 * from {@link PointTable}. Thread-safe; costs a pass over what it lists.
 */
public interface FieldStatus {
  /** All connections, in the order of the configuration. */
  List<LinkStatus> links();

  /** All devices, in no particular order. */
  List<DeviceState> devices();

  /** All outputs, by ascending id. */
  List<OutputState> outputs();

  /**
   * A connection.
   *
   * @param state up or down, why, since when, and how often connecting was tried
   * @param figures what was counted since the link was opened
   * @param points how many points are watched over it
   * @param good how many of them are GOOD now
   */
  record LinkStatus(LinkState state, LinkFigures figures, int points, int good) {}
}
