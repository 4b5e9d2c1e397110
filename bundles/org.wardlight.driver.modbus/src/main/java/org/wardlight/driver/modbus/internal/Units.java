package org.wardlight.driver.modbus.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which units of a connection are silent. A silent unit is asked by one probe at a time, ever more
 * rarely, so that waiting for it does not eat the cycle of its neighbours. Not thread-safe.
 */
final class Units {
  static final Duration FIRST_PROBE = Duration.ofMillis(250);
  static final Duration LAST_PROBE = Duration.ofMillis(3_500);

  /** As many timeouts in a row, with no answer from anyone, mean that the connection hangs. */
  static final int HUNG_AFTER = 3;

  private final Map<Integer, Silence> silent = new HashMap<>();
  private int timeouts;
  private int newlySilent;

  private static final class Silence {
    long delayNanos = FIRST_PROBE.toNanos();
    long probeNanos;
    boolean probing;
  }

  /** Whether the unit may be asked now; if it is silent, this asking is its probe. */
  boolean ask(int unit, long now) {
    Silence silence = silent.get(unit);
    if (silence == null) {
      return true;
    }
    if (silence.probing || silence.probeNanos - now > 0) {
      return false;
    }
    silence.probing = true;
    return true;
  }

  /** The unit answered, be it with a refusal; true if it had been silent. */
  boolean answered(int unit) {
    connectionWorks();
    return silent.remove(unit) != null;
  }

  /** Somebody answered at the other end, be it only the gateway on behalf of a unit. */
  void connectionWorks() {
    timeouts = 0;
    newlySilent = 0;
  }

  /** The unit did not answer; true if that makes it silent. */
  boolean failed(int unit, long now) {
    Silence silence = silent.get(unit);
    boolean first = silence == null;
    if (silence == null) {
      silence = new Silence();
      silent.put(unit, silence);
    } else if (silence.probing) {
      silence.delayNanos = Math.min(2 * silence.delayNanos, LAST_PROBE.toNanos());
    }
    silence.probing = false;
    silence.probeNanos = now + silence.delayNanos;
    return first;
  }

  /** Counts a timeout of a unit; true if the connection as a whole must be taken for hung. */
  boolean timedOut(boolean first, Set<Integer> watched) {
    timeouts++;
    newlySilent += first ? 1 : 0;
    return timeouts >= HUNG_AFTER
        && (newlySilent >= HUNG_AFTER || silent.keySet().containsAll(watched));
  }

  /** A new connection: every unit may be asked at once, but keeps its delay. */
  void reconnected(long now) {
    connectionWorks();
    for (Silence silence : silent.values()) {
      silence.probing = false;
      silence.probeNanos = now;
    }
  }

  /** Forgets units that are no longer watched. */
  void retain(Set<Integer> watched) {
    silent.keySet().retainAll(watched);
  }
}
