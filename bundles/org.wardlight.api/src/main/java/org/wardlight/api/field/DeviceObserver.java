package org.wardlight.api.field;

import org.wardlight.api.driver.LinkState;

/**
 * A whiteboard service that hears when a device or a connection becomes good or bad; at
 * registration it is told all present states. Same calling rules as {@link PointObserver}.
 */
public interface DeviceObserver {
  void deviceChanged(DeviceState now);

  void linkChanged(LinkState now);
}
