package org.wardlight.runtime.internal;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.time.Lanes;

/** Lanes on a small shared pool, threads {@code wl-lane}. */
@Component(configurationPid = "org.wardlight.runtime")
@Designate(ocd = PooledLanes.Config.class)
public final class PooledLanes implements Lanes {
  /** How many tasks of one lane may run before other lanes get their turn. */
  static final int TURN = 256;

  /** How many tasks may wait in one lane. A ward's own queues coalesce long before. */
  static final int CAPACITY = 100_000;

  private static final Logger LOG = LoggerFactory.getLogger(PooledLanes.class);

  private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
  private final ExecutorService pool;

  /** Settings of the lanes. */
  @ObjectClassDefinition(name = "Wardlight runtime")
  public @interface Config {
    /** Threads shared by all lanes. */
    @AttributeDefinition(min = "1", max = "64")
    int laneThreads() default 2;
  }

  @Activate
  public PooledLanes(Config config) {
    this(config.laneThreads());
  }

  PooledLanes(int threads) {
    if (threads < 1 || threads > 64) {
      throw new IllegalArgumentException(
          "org.wardlight.runtime/laneThreads must lie within 1 and 64, not " + threads);
    }
    // The queue holds each lane at most once. The pool refuses only while the server stops.
    pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            NamedThreads.of("wl-lane"),
            (lane, stopped) -> LOG.debug("lanes are stopping, {} was given up", lane));
  }

  @Deactivate
  public void stop() {
    pool.shutdownNow();
  }

  @Override
  public Executor lane(String name) {
    return lanes.computeIfAbsent(name, Lane::new);
  }

  private final class Lane implements Executor, Runnable {
    private final String name;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    // Whoever raises it from 0 hands the lane to the pool; whoever lowers it to 0 lets go.
    private final AtomicInteger pending = new AtomicInteger();
    private volatile boolean refusing;

    Lane(String name) {
      this.name = name;
    }

    @Override
    public void execute(Runnable task) {
      if (pending.get() >= CAPACITY) {
        if (!refusing) {
          refusing = true;
          LOG.error("lane {} is full with {} waiting tasks; tasks are refused", name, CAPACITY);
        }
        throw new RejectedExecutionException("lane " + name + " is full");
      }
      waiting.add(task);
      if (pending.getAndIncrement() == 0) {
        pool.execute(this);
      }
    }

    @Override
    public void run() {
      for (int done = 0; done < TURN; done++) {
        runNext();
        if (pending.decrementAndGet() == 0) {
          return;
        }
      }
      pool.execute(this);
    }

    @Override
    public String toString() {
      return "lane " + name;
    }

    private void runNext() {
      Runnable task = waiting.poll();
      if (task == null) {
        throw new IllegalStateException("lane " + name + " counts tasks that it does not hold");
      }
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("a task of lane {} failed", name, e);
      }
      if (refusing && pending.get() < CAPACITY / 2) {
        refusing = false;
        LOG.info("lane {} takes tasks again", name);
      }
    }
  }
}
