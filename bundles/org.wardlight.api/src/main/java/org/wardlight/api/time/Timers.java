package org.wardlight.api.time;

import java.time.Duration;

/** Delays, as a service. The tasks run on one shared thread: hand longer work to a lane or pool. */
public interface Timers {
  /**
   * Runs the task once after the delay (negative counts as zero). A task that throws is logged and
   * harms no other timer.
   */
  Timer after(Duration delay, Runnable task);

  /** Runs the task again and again; the next delay begins when the task has ended. */
  Timer every(Duration period, Runnable task);

  /** A pending delay. */
  interface Timer {
    /** Stops the timer; a task that already runs is not interrupted. May be called repeatedly. */
    void cancel();
  }
}
