package org.wardlight.runtime.internal;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.time.Timers;

/** Timers on one thread, {@code wl-timers}. */
@Component
public final class SystemTimers implements Timers {
  private static final Logger LOG = LoggerFactory.getLogger(SystemTimers.class);
  private static final Timer DEAD = () -> {};
  private final ScheduledThreadPoolExecutor pool;

  @Activate
  public SystemTimers() {
    pool = new ScheduledThreadPoolExecutor(1, NamedThreads.of("wl-timers"));
    pool.setRemoveOnCancelPolicy(true);
    pool.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Deactivate
  public void stop() {
    pool.shutdownNow();
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    long nanos = Math.max(0, delay.toNanos());
    return schedule(() -> pool.schedule(contained(task), nanos, TimeUnit.NANOSECONDS));
  }

  @Override
  public Timer every(Duration period, Runnable task) {
    if (period.isZero() || period.isNegative()) {
      throw new IllegalArgumentException("period must be positive, not " + period);
    }
    long nanos = period.toNanos();
    return schedule(
        () -> pool.scheduleWithFixedDelay(contained(task), nanos, nanos, TimeUnit.NANOSECONDS));
  }

  private Timer schedule(Scheduling scheduling) {
    try {
      ScheduledFuture<?> future = scheduling.start();
      return () -> future.cancel(false);
    } catch (RejectedExecutionException e) {
      // The server is stopping: nothing that would have come later comes any more.
      LOG.debug("timer asked for after the end");
      return DEAD;
    }
  }

  private static Runnable contained(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("a timer's task failed", e);
      }
    };
  }

  @FunctionalInterface
  private interface Scheduling {
    ScheduledFuture<?> start();
  }
}
