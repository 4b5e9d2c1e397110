package org.wardlight.driver.modbus.internal;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Lets the links of one event loop connect a few at a time: ten thousand that begin together time
 * out together, before the loop has come to their answers. Who takes long makes way for the next,
 * so that dead hosts hold up nobody for long. Lives on the event loop.
 */
final class Turnstile {
  static final int AT_ONCE = 512;

  /** So long an attempt counts as one of those; it may go on for longer. */
  static final Duration PATIENCE = Duration.ofMillis(100);

  private final EventLoop loop;
  private final Deque<Consumer<Runnable>> waiting = new ArrayDeque<>();
  private int inside;

  Turnstile(EventLoop loop) {
    this.loop = loop;
  }

  EventLoop loop() {
    return loop;
  }

  /**
   * Calls the attempt, at once or when it is its turn. Each link waits here once at most.
   *
   * @param attempt is given what it calls when it has succeeded or failed
   */
  void enter(Consumer<Runnable> attempt) {
    waiting.addLast(attempt);
    admit();
  }

  private void admit() {
    while (inside < AT_ONCE && !waiting.isEmpty()) {
      inside++;
      waiting.removeFirst().accept(new Leave());
    }
  }

  /** Counts once, whether the attempt ends or takes too long. */
  private final class Leave implements Runnable {
    private final ScheduledFuture<?> late =
        loop.schedule(this::left, PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    private boolean gone;

    @Override
    public void run() {
      late.cancel(false);
      left();
    }

    private void left() {
      if (!gone) {
        gone = true;
        inside--;
        admit();
      }
    }
  }
}
