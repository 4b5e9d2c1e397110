package org.wardlight.driver.modbus.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.DriverFailure;

/** The writes of a link: one under way, the others in order. Lives on the link's event loop. */
final class WriteQueue {
  /** Writes that may wait; more are refused. */
  static final int WAITING = 64;

  private final Deque<WriteJob> waiting = new ArrayDeque<>();

  /** Functions that units were found not to offer. */
  private final Set<Integer> notOffered = new HashSet<>();

  private @Nullable WriteJob present;

  /** Whether the present job is to be asked, for the first time or for its next step. */
  private boolean ready;

  void add(WriteJob job, String connection) {
    if (waiting.size() >= WAITING) {
      job.refuse(
          new DriverFailure.Rejected(
              "queue full", WAITING + " writes wait on connection " + connection));
    } else {
      waiting.add(job);
    }
  }

  /** The job to be asked next; null if none waits, or one waits for its answer. */
  @Nullable WriteJob peek() {
    if (present == null) {
      present = waiting.poll();
      ready = present != null;
      if (present != null) {
        present.begin(notOffered);
      }
    }
    return ready ? present : null;
  }

  /** The job from {@link #peek} is being asked. */
  void asked() {
    ready = false;
  }

  /** Whether something is to be asked. */
  boolean hasReady() {
    return ready || (present == null && !waiting.isEmpty());
  }

  /** An answer was taken. */
  void proceed(boolean over) {
    if (over) {
      present = null;
    } else {
      ready = true;
    }
  }

  void rejected(WriteJob job, int code) {
    proceed(job.rejected(code, notOffered));
  }

  /** Nothing can be asked any more: what was under way is unclear, the rest did not happen. */
  void stop(DriverFailure failure) {
    WriteJob open = present;
    present = null;
    if (open != null && ready) {
      open.refuse(failure);
    } else if (open != null) {
      open.fail(failure);
    }
    ready = false;
    for (WriteJob job = waiting.poll(); job != null; job = waiting.poll()) {
      job.refuse(failure);
    }
  }
}
