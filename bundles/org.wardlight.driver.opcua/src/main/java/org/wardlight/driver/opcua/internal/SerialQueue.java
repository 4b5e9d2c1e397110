package org.wardlight.driver.opcua.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks one after the other on somebody else's threads; holds none while it is empty. */
final class SerialQueue {
  private static final Logger LOG = LoggerFactory.getLogger(SerialQueue.class);
  private final Executor executor;
  private final int capacity;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  /**
   * A queue.
   *
   * @param capacity how many tasks given by {@link #offer} may wait
   */
  SerialQueue(Executor executor, int capacity) {
    this.executor = executor;
    this.capacity = capacity;
  }

  /** Runs the task unless too many wait already. */
  synchronized boolean offer(Runnable task) {
    if (waiting.size() >= capacity) {
      return false;
    }
    execute(task);
    return true;
  }

  /** Runs the task in any case: for what is rare and must not be lost. */
  synchronized void execute(Runnable task) {
    waiting.add(task);
    if (!running) {
      running = true;
      executor.execute(this::drain);
    }
  }

  private void drain() {
    for (Runnable task = next(); task != null; task = next()) {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("a task of an OPC UA link failed", e);
      }
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable task = waiting.poll();
    running = task != null;
    return task;
  }
}
