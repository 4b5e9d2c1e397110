package org.wardlight.sim;

import java.time.Instant;
import java.util.PriorityQueue;

/**
 * What happens when in the simulated house, in model time. Entries run in the order of their times,
 * each seeing its own time as now, so that the course does not depend on how often the timeline is
 * advanced. Not thread-safe.
 */
final class Timeline {
  private record Entry(long at, long order, Runnable action) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long nowMillis;
  private long order;

  Timeline(Instant start) {
    nowMillis = start.toEpochMilli();
  }

  /** Model time, milliseconds since 1970. */
  long now() {
    return nowMillis;
  }

  /** Runs an action once, this many model milliseconds from now. */
  void after(long millis, Runnable action) {
    entries.add(new Entry(nowMillis + Math.max(0, millis), order++, action));
  }

  /** Runs an action again and again, first one period from now. */
  void every(long millis, Runnable action) {
    after(
        millis,
        () -> {
          action.run();
          every(millis, action);
        });
  }

  /** Runs everything that is due until this instant; a step back does nothing. */
  void advanceTo(Instant instant) {
    long until = instant.toEpochMilli();
    for (Entry next = entries.peek(); next != null && next.at <= until; next = entries.peek()) {
      entries.poll();
      nowMillis = next.at;
      next.action.run();
    }
    nowMillis = Math.max(nowMillis, until);
  }
}
