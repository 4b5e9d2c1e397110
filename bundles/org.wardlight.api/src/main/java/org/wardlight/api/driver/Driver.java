package org.wardlight.api.driver;

import java.util.Set;

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
}
