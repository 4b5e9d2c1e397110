package org.wardlight.driver.modbus.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Which units of a connection are silent. A silent unit is asked by one probe at a time, ever more
 * rarely, when nothing else is to be asked, so that waiting for it does not eat the cycle of its
 * neighbours. Not thread-safe.
 */
final class Units {
  static final Duration FIRST_PROBE = Duration.ofMillis(250);
  static final Duration LAST_PROBE = Duration.ofMillis(3_500);

  /**
   * As many timeouts in a row mean that the connection hangs, if they are those of all units, or if
   * nobody answered for {@link #LONGEST_SILENCE}.
   */
  static final int HUNG_AFTER = 3;

  /** Long enough for half of a line to fall silent at once, one unit after the other. */
  static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

  /** A busy link probes all the same: when a probe has waited so long, and no more often. */
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);

  /** Who falls silent is seldom alone: so long the others of its line are waited for less. */
  private static final long ALERT = TimeUnit.SECONDS.toNanos(2);

  private final Map<Integer, Silence> silent = new HashMap<>();
  private int timeouts;
  private long firstSent;
  private long lastTimeout;
  private boolean alert;
  private long alertSince;
  private long lastProbe = Long.MIN_VALUE;

  private static final class Silence {
    long delayNanos = FIRST_PROBE.toNanos();
    long probeNanos;
    boolean probing;
  }

  boolean silent(int unit) {
    return silent.containsKey(unit);
  }

  /** Whether it is time to probe this silent unit. */
  boolean probeDue(int unit, long now) {
    Silence silence = silent.get(unit);
    return silence != null && !silence.probing && silence.probeNanos - now <= 0;
  }

  /** Whether the probe that is due must not wait any longer until nothing else is to be asked. */
  boolean probePressing(int unit, long now) {
    Silence silence = silent.get(unit);
    return silence != null
        && now - silence.probeNanos >= LONGEST_WAIT
        && (lastProbe == Long.MIN_VALUE || now - lastProbe >= LONGEST_WAIT);
  }

  /** The probe of this silent unit is sent. */
  void probe(int unit, long now) {
    Silence silence = silent.get(unit);
    if (silence != null) {
      silence.probing = true;
      lastProbe = now;
    }
  }

  /** Whether some unit fell silent just now: then others may have, too. */
  boolean alert(long now) {
    return alert && now - alertSince < ALERT;
  }

  /** The unit answered, be it with a refusal; true if it had been silent. */
  boolean answered(int unit) {
    connectionWorks();
    return silent.remove(unit) != null;
  }

  /** Somebody answered at the other end, be it only the gateway on behalf of a unit. */
  void connectionWorks() {
    timeouts = 0;
  }

  /** The unit did not answer; true if that makes it silent. */
  boolean failed(int unit, long now) {
    Silence silence = silent.get(unit);
    boolean first = silence == null;
    if (silence == null) {
      silence = new Silence();
      silent.put(unit, silence);
      alert = true;
      alertSince = now;
    } else if (silence.probing) {
      silence.delayNanos = Math.min(2 * silence.delayNanos, LAST_PROBE.toNanos());
    }
    silence.probing = false;
    silence.probeNanos = now + silence.delayNanos;
    return first;
  }

  /**
   * Counts a timeout of a unit; true if the connection as a whole must be taken for hung. Requests
   * that were under way together count as one: they may have waited for the same thing.
   */
  boolean timedOut(Set<Integer> watched, long sent, long now) {
    if (timeouts == 0) {
      firstSent = sent;
    }
    if (timeouts == 0 || sent - lastTimeout >= 0) {
      timeouts++;
      lastTimeout = now;
    }
    return timeouts >= HUNG_AFTER
        && (silent.keySet().containsAll(watched) || now - firstSent >= LONGEST_SILENCE.toNanos());
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
