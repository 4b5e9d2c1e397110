package org.wardlight.rules.internal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.time.Ticker;

/**
 * The threads on which rules run, {@code wl-rules}. They are not the lanes: a rule that never comes
 * back must not take a thread with it on which calls are handled. Each ward has a serial queue. A
 * thread that is busy with one task for long is made up for by another; one that has spent so much
 * processor time on a task that no honest rule needs is given up, and its ward goes on elsewhere.
 * Java cannot end such a thread: it goes on, and uses up a core, until its rule returns or the
 * server stops.
 */
final class RuleThreads {
  /** Processor time after which a task will not come back. */
  static final long STUCK_CPU_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);

  /** A thread that is busy so long with one task is made up for. */
  static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** How many threads may be made up for; beyond it wards wait for their turn, or for ever. */
  static final int MOST_SPARES = 6;

  private static final Logger LOG = LoggerFactory.getLogger(RuleThreads.class);
  private static final int TURN = 64;
  private static final long STOP_SECONDS = 2;

  private final int threads;
  private final Ticker ticker;
  private final ToLongFunction<Thread> cpuNanos;
  private final ThreadPoolExecutor pool;
  private final CopyOnWriteArrayList<Serial> serials = new CopyOnWriteArrayList<>();
  private final AtomicInteger lost = new AtomicInteger();

  /**
   * Starts no thread yet.
   *
   * @param cpuNanos how much processor time a thread has spent
   */
  RuleThreads(int threads, Ticker ticker, ToLongFunction<Thread> cpuNanos) {
    this.threads = threads;
    this.ticker = ticker;
    this.cpuNanos = cpuNanos;
    // The queue holds each ward at most once. The pool refuses only while the server stops.
    pool =
        new ThreadPoolExecutor(
            threads,
            threads + MOST_SPARES,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            RuleThreads::thread,
            (ward, stopped) -> LOG.debug("rules are stopping, {} was given up", ward));
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "wl-rules");
    thread.setDaemon(true); // a rule that does not return must not keep the server from ending
    return thread;
  }

  /**
   * A serial queue.
   *
   * @param stuck hears, with the stack of the thread that was given up, that a task does not come
   *     back; called before the next task of this queue begins elsewhere
   */
  Serial serial(String name, Consumer<StackTraceElement[]> stuck) {
    Serial serial = new Serial(name, stuck);
    serials.add(serial);
    return serial;
  }

  void forget(Executor serial) {
    serials.removeIf(each -> each == serial);
  }

  /** How many threads are lost to rules that do not come back. */
  int lost() {
    return lost.get();
  }

  /** Looks after the threads; to be called several times a second. */
  void watch() {
    int busy = lost.get();
    for (Serial serial : serials) {
      if (serial.watch()) {
        busy++;
      }
    }
    int wanted = threads + Math.min(busy, MOST_SPARES);
    if (pool.getCorePoolSize() != wanted) {
      pool.setCorePoolSize(wanted);
    }
  }

  void close() {
    pool.shutdown();
    try {
      if (!pool.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        pool.shutdownNow();
      }
    } catch (InterruptedException e) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** One ward's queue: its tasks run in order, one at a time. */
  final class Serial implements Executor {
    private final String name;
    private final Consumer<StackTraceElement[]> stuck;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();
    // Of the running task; guarded by this. The turn tells the thread that owns the queue.
    private int turn;
    private @Nullable Thread thread;
    private long sinceNanos;
    private long cpuAtFirstLook;

    private Serial(String name, Consumer<StackTraceElement[]> stuck) {
      this.name = name;
      this.stuck = stuck;
    }

    @Override
    public void execute(Runnable task) {
      waiting.add(task);
      if (pending.getAndIncrement() == 0) {
        schedule();
      }
    }

    private synchronized void schedule() {
      int mine = ++turn;
      pool.execute(() -> run(mine));
    }

    private void run(int mine) {
      for (int done = 0; done < TURN; done++) {
        if (!runNext(mine)) {
          return;
        }
      }
      schedule();
    }

    /** Runs one task; returns whether this thread still owns the queue and there is another one. */
    private boolean runNext(int mine) {
      Runnable task;
      synchronized (this) {
        task = turn == mine ? waiting.poll() : null;
        if (task == null) {
          return false;
        }
        thread = Thread.currentThread();
        sinceNanos = ticker.nanos();
        cpuAtFirstLook = -1;
      }
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("a task of the rules of {} failed", name, e);
      }
      synchronized (this) {
        if (turn != mine) {
          lost.decrementAndGet();
          LOG.warn("a thread that was given up in {} has come back", name);
          return false;
        }
        thread = null;
        return pending.decrementAndGet() > 0;
      }
    }

    /** Returns whether the queue keeps a thread busy; gives the thread up if it is stuck. */
    private boolean watch() {
      StackTraceElement[] stack;
      synchronized (this) {
        Thread running = thread;
        if (running == null || ticker.nanos() - sinceNanos < BUSY_NANOS) {
          return false;
        }
        long cpu = cpuNanos.applyAsLong(running);
        if (cpuAtFirstLook < 0) {
          cpuAtFirstLook = cpu;
        }
        if (cpu - cpuAtFirstLook < STUCK_CPU_NANOS) {
          return true;
        }
        stack = running.getStackTrace();
        if (compiles(stack)) {
          return true;
        }
        turn++;
        thread = null;
        lost.incrementAndGet();
      }
      LOG.error("a rule in {} does not come back; its thread is given up", name);
      stuck.accept(stack);
      if (pending.decrementAndGet() > 0) {
        schedule();
      }
      return true;
    }

    /** Rules being compiled after another one failed: that takes its time and ends. */
    private static boolean compiles(StackTraceElement[] stack) {
      for (StackTraceElement frame : stack) {
        if (frame.getClassName().equals(RuleSet.class.getName())
            && frame.getMethodName().equals("build")) {
          return true;
        }
      }
      return false;
    }
  }
}
