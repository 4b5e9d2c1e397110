package org.wardlight.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.wardlight.api.time.Ticker;
import org.wardlight.api.time.Timers;

/**
 * Time that passes only when told to. Timers fire on the thread that calls {@link #advance}, in the
 * order of their due times, each at exactly its own instant. Not thread-safe.
 */
public final class VirtualTime implements Ticker, Timers {
  private final PriorityQueue<Pending> queue =
      new PriorityQueue<>(
          Comparator.comparingLong(Pending::dueNanos).thenComparingLong(Pending::order));
  private Instant wallOrigin;
  private long nanos;
  private long order;

  /** Starts at this instant. */
  public VirtualTime(Instant start) {
    wallOrigin = start;
  }

  /** Lets time pass and fires what becomes due on the way. */
  public void advance(Duration by) {
    long end = nanos + by.toNanos();
    while (!queue.isEmpty() && queue.peek().dueNanos() <= end) {
      Pending next = queue.remove();
      nanos = Math.max(nanos, next.dueNanos());
      next.fire();
    }
    nanos = end;
  }

  /** Sets the wall clock forwards or backwards while elapsed time goes on undisturbed. */
  public void jump(Duration by) {
    wallOrigin = wallOrigin.plus(by);
  }

  /** Drops all timers, as when the process ends whose timers they are. */
  public void forgetTimers() {
    queue.clear();
  }

  public Instant now() {
    return wallOrigin.plusNanos(nanos);
  }

  /** A clock in UTC that shows this time. */
  public Clock clock() {
    return new VirtualClock(ZoneOffset.UTC);
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    return add(delay, task, Duration.ZERO);
  }

  @Override
  public Timer every(Duration period, Runnable task) {
    if (period.isZero() || period.isNegative()) {
      throw new IllegalArgumentException("period must be positive, not " + period);
    }
    return add(period, task, period);
  }

  private Pending add(Duration delay, Runnable task, Duration period) {
    Pending p = new Pending(task, period, nanos + Math.max(0, delay.toNanos()), order++);
    queue.add(p);
    return p;
  }

  private final class Pending implements Timer {
    private final Runnable task;
    private final Duration period;
    private long dueNanos;
    private long order;
    private boolean cancelled;

    Pending(Runnable task, Duration period, long dueNanos, long order) {
      this.task = task;
      this.period = period;
      this.dueNanos = dueNanos;
      this.order = order;
    }

    long dueNanos() {
      return dueNanos;
    }

    long order() {
      return order;
    }

    void fire() {
      task.run();
      if (!period.isZero() && !cancelled) {
        dueNanos = nanos + period.toNanos();
        order = VirtualTime.this.order++;
        queue.add(this);
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
      queue.remove(this);
    }
  }

  private final class VirtualClock extends Clock {
    private final ZoneId zone;

    VirtualClock(ZoneId zone) {
      this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
      return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
      return new VirtualClock(other);
    }

    @Override
    public Instant instant() {
      return now();
    }
  }
}
