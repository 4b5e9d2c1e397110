package org.wardlight.rules.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
  private final Map<Deadline, Long> carried = new HashMap<>();

  Deadlines(Clock clock, Ticker ticker) {
    this.clock = clock;
    this.ticker = ticker;
  }

  /**
   * Takes over the clocks of a session that is lost, should its rules come to them again: those
   * that ran go on, those that had passed pass at once.
   *
   * @param passed keys of the lost session's facts
   */
  void carry(Deadlines lost, Iterable<Object> passed) {
    carried.putAll(lost.dueNanos);
    for (Object key : passed) {
      if (key instanceof Deadline deadline) {
        carried.put(deadline, ticker.nanos());
      }
    }
  }

  /**
   * Follows what the session concluded.
   *
   * @return whether facts changed, so that the session must fire again
   */
  boolean follow(WardSession session) {
    boolean changed = false;
    for (Deadline deadline : session.conclusions().takeTouchedDeadlines()) {
      if (session.conclusions().holds(deadline)) {
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
    Long due = carried.remove(deadline);
    if (due != null) {
      dueNanos.put(deadline, due);
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
    if (dueNanos.isEmpty()) {
      return false;
    }
    Instant wall = clock.instant();
    long nanos = ticker.nanos();
    boolean changed = false;
    for (Iterator<Map.Entry<Deadline, Long>> it = dueNanos.entrySet().iterator(); it.hasNext(); ) {
      Map.Entry<Deadline, Long> running = it.next();
      if (!running.getKey().at().isAfter(wall) || nanos - running.getValue() >= 0) {
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
        new DeadlinePassed(
            deadline.kind(), deadline.room(), deadline.space(), deadline.since(), deadline.at()));
  }
}
