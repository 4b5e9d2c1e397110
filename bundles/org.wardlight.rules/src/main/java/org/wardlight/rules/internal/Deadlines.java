package org.wardlight.rules.internal;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.wardlight.api.rule.Deadline;
import org.wardlight.api.rule.DeadlinePassed;
import org.wardlight.api.time.Ticker;

/**
 * The clocks that run in a ward, outside the rules' session. A deadline has passed when the wall
 * clock says so, or when as much time has gone by as was left when it was first seen: a wall clock
 * that is set back delays nobody's alarm. What has passed stays passed while the deadline stands.
 */
final class Deadlines {
  private final Clock clock;
  private final Ticker ticker;
  private final Map<Deadline, Long> dueNanos = new HashMap<>();

  Deadlines(Clock clock, Ticker ticker) {
    this.clock = clock;
    this.ticker = ticker;
  }

  /**
   * Follows what the session concluded.
   *
   * @return whether facts changed, so that the session must fire again
   */
  boolean follow(WardSession session) {
    boolean changed = false;
    for (Deadline deadline : session.touchedDeadlines()) {
      if (session.holding().contains(deadline)) {
        changed |= begin(session, deadline);
      } else {
        dueNanos.remove(deadline);
        if (session.fact(deadline) != null) {
          session.remove(deadline);
          changed = true;
        }
      }
    }
    return changed;
  }

  private boolean begin(WardSession session, Deadline deadline) {
    if (session.fact(deadline) != null || dueNanos.containsKey(deadline)) {
      return false;
    }
    Duration left = Duration.between(clock.instant(), deadline.at());
    if (left.isNegative() || left.isZero()) {
      pass(session, deadline);
      return true;
    }
    dueNanos.put(deadline, ticker.nanos() + left.toNanos());
    return false;
  }

  /** Lets pass what is due; returns whether anything was. */
  boolean pass(WardSession session) {
    boolean changed = false;
    for (Iterator<Map.Entry<Deadline, Long>> it = dueNanos.entrySet().iterator(); it.hasNext(); ) {
      Map.Entry<Deadline, Long> running = it.next();
      boolean byWall = !running.getKey().at().isAfter(clock.instant());
      if (byWall || ticker.nanos() - running.getValue() >= 0) {
        it.remove();
        pass(session, running.getKey());
        changed = true;
      }
    }
    return changed;
  }

  private static void pass(WardSession session, Deadline deadline) {
    session.put(
        deadline,
        new DeadlinePassed(deadline.kind(), deadline.space(), deadline.since(), deadline.at()));
  }
}
