package org.wardlight.driver.modbus.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How fast the units of a link answer, and so how long their neighbours wait for them: twice the
 * smoothed round trip and four times its deviation, after RFC 6298. Not thread-safe.
 */
final class Pace {
  private final long timeoutNanos;
  private final long leastNanos;
  private final boolean fixed;
  private final Map<Integer, RoundTrip> units = new HashMap<>();

  private static final class RoundTrip {
    private double smoothed;
    private double deviation;

    RoundTrip(long nanos) {
      smoothed = nanos;
      deviation = nanos / 2.0;
    }

    void took(long nanos) {
      deviation += (Math.abs(smoothed - nanos) - deviation) / 4;
      smoothed += (nanos - smoothed) / 8;
    }

    long patience() {
      return (long) (2 * smoothed + 4 * deviation);
    }
  }

  /**
   * A pace of which nothing is known.
   *
   * @param timeout is waited for units as long as nothing was measured, and never longer
   * @param least is waited for every unit
   * @param given takes the place of what is measured
   */
  Pace(Duration timeout, Duration least, @Nullable Duration given) {
    timeoutNanos = timeout.toNanos();
    fixed = given != null;
    leastNanos = Math.min(given == null ? least.toNanos() : given.toNanos(), timeoutNanos);
  }

  /** A unit answered after this time. */
  void answered(int unit, long nanos) {
    RoundTrip known = units.get(unit);
    if (known == null) {
      units.put(unit, new RoundTrip(nanos));
    } else {
      known.took(nanos);
    }
  }

  /** How long others wait for a unit that used to answer; the whole timeout if it never did. */
  long usualNanos(int unit) {
    RoundTrip own = units.get(unit);
    return fixed ? leastNanos : own == null ? timeoutNanos : within(own.patience());
  }

  /** The same for a unit that may be dead: if it never answered, it is taken for the slowest. */
  long patienceNanos(int unit) {
    if (fixed || units.containsKey(unit)) {
      return usualNanos(unit);
    }
    long slowest = units.values().stream().mapToLong(RoundTrip::patience).max().orElse(0);
    return slowest == 0 ? timeoutNanos : within(slowest);
  }

  private long within(long nanos) {
    return Math.max(leastNanos, Math.min(nanos, timeoutNanos));
  }

  /** Forgets units that are no longer watched. */
  void retain(Set<Integer> watched) {
    units.keySet().retainAll(watched);
  }
}
