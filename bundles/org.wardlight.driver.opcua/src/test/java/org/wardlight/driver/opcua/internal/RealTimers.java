package org.wardlight.driver.opcua.internal;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.wardlight.api.time.Timers;

/** Timers in real time: the servers of these tests live in it too. */
final class RealTimers implements Timers, AutoCloseable {
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

  @Override
  public Timer after(Duration delay, Runnable task) {
    return cancelling(executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS));
  }

  @Override
  public Timer every(Duration period, Runnable task) {
    long millis = period.toMillis();
    return cancelling(executor.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS));
  }

  private static Timer cancelling(Future<?> future) {
    return () -> future.cancel(false);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
