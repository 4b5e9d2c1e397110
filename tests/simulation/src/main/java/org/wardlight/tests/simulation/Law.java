package org.wardlight.tests.simulation;

import java.time.Duration;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.point.Point;

/** A promise of the server, judged by what devices delivered and by what the journal holds. */
interface Law {
  /** A device delivered a good value; the server hears it next. */
  default void delivered(Point point, double value) {}

  /** From now on the point cannot be read. */
  default void silent(Point point) {}

  /** The journal has taken an event. */
  default void happened(AlarmEvent event) {}

  /** A server has begun. */
  default void started() {}

  default void stopped() {}

  /** The system's clock was set. */
  default void jumped(Duration by) {}

  /** Time has passed; called four times a second, also while no server runs. */
  default void check() {}
}
