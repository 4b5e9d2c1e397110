package org.wardlight.api.telemetry;

import java.time.Instant;
import java.util.Collection;

/** The recorded samples themselves, in order. Thread-safe. */
public interface History {
  /**
   * Reads the samples of these points from (inclusive) to (exclusive), all points together in the
   * order of time. Blocks the caller, who must own the thread; never for lanes.
   *
   * @param points names of points; those never recorded are left out
   * @throws IllegalStateException if the store is not open
   */
  void samples(Collection<String> points, Instant from, Instant to, Reader reader);

  /** Takes samples. */
  @FunctionalInterface
  interface Reader {
    /**
     * One sample.
     *
     * @param value NaN where the value ceased to be known: a gap begins
     * @param good whether the quality was GOOD; else UNCERTAIN, or a gap
     * @return whether to go on reading
     */
    boolean take(String point, Instant at, double value, boolean good);
  }
}
