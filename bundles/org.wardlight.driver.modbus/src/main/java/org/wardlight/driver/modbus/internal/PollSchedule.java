package org.wardlight.driver.modbus.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.ScanClass;
import org.wardlight.driver.modbus.internal.Poll.Stage;
import org.wardlight.driver.modbus.internal.ReadBlock.Mapping;

/**
 * When which block is read. Each has a fixed-rate grid of its own, staggered over its period: a
 * late answer moves nothing, a missed slot is skipped and counted. Of the blocks that are due,
 * refreshed ones go first, then safety, normal, slow; yet every fourth turn goes to the lowest
 * class that waits, so that an overloaded gateway starves nobody, and refreshes and writes never
 * follow each other while a safety block is due: however many come at once, buttons are heard
 * between them. Not thread-safe.
 */
final class PollSchedule {
  private static final int TURNS = 4;

  private final PriorityQueue<Poll> waiting =
      new PriorityQueue<>(Comparator.comparingLong((Poll p) -> p.dueNanos));
  private final List<Poll> polls = new ArrayList<>();
  private final Deque<Poll> urgent = new ArrayDeque<>();
  private final Map<ScanClass, Deque<Poll>> ready = new EnumMap<>(ScanClass.class);
  private final double phase;
  private final LongAdder overruns;
  private int turn;

  /** Whether a write or a refresh had the last turn. */
  private boolean outOfTurn;

  /**
   * A schedule that is not started.
   *
   * @param phase 0 to 1, moves the grids of one link against those of others
   * @param overruns counts the slots that are skipped because the answer before came too late
   */
  PollSchedule(
      List<ReadBlock> blocks, Map<ScanClass, Duration> periods, double phase, LongAdder overruns) {
    this.phase = phase;
    this.overruns = overruns;
    for (ScanClass scan : ScanClass.values()) {
      ready.put(scan, new ArrayDeque<>());
    }
    for (ReadBlock block : blocks) {
      Duration period = periods.getOrDefault(block.scan(), block.scan().defaultPeriod());
      polls.add(new Poll(block, period.toNanos(), false));
    }
  }

  /** Makes every block ready at once; from then on each keeps to its grid. */
  void start(long now) {
    polls.removeIf(p -> p.once);
    waiting.clear();
    urgent.clear();
    ready.values().forEach(Deque::clear);
    Map<ScanClass, Integer> counts = new EnumMap<>(ScanClass.class);
    polls.forEach(p -> counts.merge(p.whole.scan(), 1, Integer::sum));
    Map<ScanClass, Integer> seen = new EnumMap<>(ScanClass.class);
    for (Poll poll : polls) {
      ScanClass scan = poll.whole.scan();
      int index = seen.merge(scan, 1, Integer::sum);
      double share = phase + (double) index / counts.getOrDefault(scan, 1);
      // The grid's last point up to now; rescheduling goes on from it.
      poll.dueNanos = now - (long) ((share - Math.floor(share)) * poll.periodNanos);
      poll.again = false;
      poll.mend();
      enqueue(poll);
    }
  }

  /** Whether a safety block is due and the last turn was none of the blocks': now it is. */
  boolean owesTurn(long now) {
    takeDue(now);
    return outOfTurn && !queueOf(ScanClass.SAFETY).isEmpty();
  }

  /** Something else than a block is asked. */
  void passTurn() {
    outOfTurn = true;
  }

  private void takeDue(long now) {
    for (Poll p = waiting.peek(); p != null && p.dueNanos - now <= 0; p = waiting.peek()) {
      waiting.remove();
      enqueue(p);
    }
  }

  /** The block to ask next, now under way; null if none is due. */
  @Nullable Poll next(long now) {
    Poll poll = owesTurn(now) ? null : urgent.poll();
    outOfTurn = poll != null;
    if (poll == null) {
      poll = byClass();
    }
    if (poll != null && poll.stage == Stage.READY) {
      poll.stage = Stage.ASKED;
      poll.begin(now, poll.allRefused() && refusesEverything(poll.unit()));
    }
    return poll;
  }

  private boolean refusesEverything(int unit) {
    return polls.stream().allMatch(p -> p.unit() != unit || p.allRefused());
  }

  private @Nullable Poll byClass() {
    Poll chosen = null;
    boolean lowest = turn == TURNS - 1;
    for (Deque<Poll> queue : ready.values()) {
      Poll head = queue.peek();
      if (head != null && (chosen == null || lowest)) {
        chosen = head;
      }
    }
    if (chosen != null) {
      turn = (turn + 1) % TURNS;
      queueOf(chosen).remove();
    }
    return chosen;
  }

  private void enqueue(Poll poll) {
    poll.stage = Stage.READY;
    queueOf(poll).add(poll);
  }

  private Deque<Poll> queueOf(Poll poll) {
    return queueOf(poll.whole.scan());
  }

  private Deque<Poll> queueOf(ScanClass scan) {
    Deque<Poll> queue = ready.get(scan);
    if (queue == null) {
      throw new IllegalStateException("no queue for " + scan);
    }
    return queue;
  }

  /** A poll that {@link #next} gave out has ended: it waits for the next point of its grid. */
  void done(Poll poll, long now) {
    if (poll.again) {
      poll.again = false;
      poll.stage = Stage.READY;
      urgent.add(poll);
      return;
    }
    if (poll.once) {
      polls.remove(poll);
      return;
    }
    if (poll.dueNanos - now <= 0) {
      long missed = (now - poll.dueNanos) / poll.periodNanos;
      overruns.add(missed);
      poll.dueNanos += (missed + 1) * poll.periodNanos;
    }
    poll.stage = Stage.WAITING;
    waiting.add(poll);
  }

  /** A poll under way has more parts to ask: it goes first in its class. */
  void proceed(Poll poll) {
    queueOf(poll).addFirst(poll);
  }

  /** Marks all polls so that answers that still come are known to concern nobody. */
  void retire() {
    polls.forEach(p -> p.stage = Stage.RETIRED);
  }

  /**
   * A unit that was silent, or refused everything, is back: all of it is read at once, and as a
   * whole.
   */
  void revive(int unit) {
    for (Poll poll : polls) {
      if (poll.unit() == unit && poll.stage == Stage.WAITING) {
        poll.mend();
        waiting.remove(poll);
        enqueue(poll);
      }
    }
  }

  /**
   * Something is wrong with a unit: what else is read of it is asked now, so that it is known at
   * once whether it is all of it, also by what is read seldom.
   */
  void doubt(int unit) {
    for (Poll poll : polls) {
      if (poll.unit() == unit && poll.stage == Stage.WAITING && !poll.allRefused()) {
        waiting.remove(poll);
        enqueue(poll);
      }
    }
  }

  /** Puts the blocks of these points first; points that no block covers are read once. */
  void refresh(Collection<Point> points, BlockLimits limits) {
    Set<Integer> missing = new HashSet<>();
    points.forEach(p -> missing.add(p.id()));
    Set<Integer> wanted = Set.copyOf(missing);
    for (Poll poll : polls) {
      boolean covers = false;
      for (Mapping m : poll.whole.mappings()) {
        if (wanted.contains(m.point().id())) {
          missing.remove(m.point().id());
          covers = true;
        }
      }
      if (covers) {
        hurry(poll);
      }
    }
    List<Point> others = points.stream().filter(p -> missing.contains(p.id())).toList();
    for (ReadBlock block : ScanPlan.of(others, limits).blocks()) {
      Poll poll = new Poll(block, 1, true);
      polls.add(poll);
      hurry(poll);
    }
  }

  private void hurry(Poll poll) {
    if (poll.stage == Stage.ASKED) {
      // What is under way may have been read before what the caller wants to see.
      poll.again = true;
      return;
    }
    waiting.remove(poll);
    queueOf(poll).remove(poll);
    urgent.remove(poll);
    poll.stage = Stage.READY;
    urgent.add(poll);
  }

  boolean hasReady() {
    for (Deque<Poll> queue : ready.values()) {
      if (!queue.isEmpty()) {
        return true;
      }
    }
    return !urgent.isEmpty();
  }

  /** When the next block becomes due, {@link Long#MAX_VALUE} if none waits. */
  long nextDueNanos() {
    Poll next = waiting.peek();
    return next == null ? Long.MAX_VALUE : next.dueNanos;
  }

  /** The units that are asked. */
  Set<Integer> units() {
    Set<Integer> units = new HashSet<>();
    polls.forEach(p -> units.add(p.unit()));
    return units;
  }
}
