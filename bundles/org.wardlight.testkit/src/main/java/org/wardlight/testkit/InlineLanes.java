package org.wardlight.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.wardlight.api.time.Lanes;

/**
 * Lanes that run on the caller's thread: a task given from within a task of the same lane runs
 * after it, as on a real lane; all others run at once. For single-threaded tests.
 */
public final class InlineLanes implements Lanes {
  private final Map<String, Executor> lanes = new HashMap<>();

  @Override
  public Executor lane(String name) {
    return lanes.computeIfAbsent(name, n -> new InlineLane());
  }

  private static final class InlineLane implements Executor {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    @Override
    public void execute(Runnable task) {
      waiting.add(task);
      if (running) {
        return;
      }
      running = true;
      try {
        for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
          next.run();
        }
      } finally {
        running = false;
      }
    }
  }
}
