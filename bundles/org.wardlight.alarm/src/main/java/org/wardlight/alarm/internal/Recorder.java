package org.wardlight.alarm.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.alarm.internal.Step.Happening;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.Annunciator;
import org.wardlight.api.alarm.Journal;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.time.Timers;

/**
 * Takes what happened to the journal and, once it is on disk, to the annunciators: one append at a
 * time, so that the journal has the order in which things happened, whatever fails in between.
 *
 * <p>If the journal fails or does not answer in time, or so much happens that it falls behind, what
 * happened is announced all the same, as not recorded. It is kept and appended when its turn comes,
 * and announced once more with its number. Who asked for it hears that it is done when it is on
 * record, or while the journal fails when it was announced. All work is done on one lane.
 */
final class Recorder {
  /** How many unrecorded events are kept for later; the oldest are given up first. */
  static final int KEPT = 10_000;

  /** So long the journal may take for what it is given before it counts as failing. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /** So long anything may wait to be on record before it is shown: in a storm, too, within 2 s. */
  static final Duration LONGEST_WAIT = Duration.ofMillis(1_500);

  static final Duration RETRY = Duration.ofSeconds(2);

  /** What waits is looked through no more often than this. */
  private static final Duration LOOK = Duration.ofMillis(100);

  private static final int CHUNK = 500;
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  private final Journal journal;
  private final Executor lane;
  private final Clock clock;
  private final Timers timers;
  private final AnnouncedAlarms announced;
  private final Annunciator annunciators;
  private final Watcher watcher;

  private final Deque<Pending> queue = new ArrayDeque<>();
  private final Map<String, Integer> unrecorded = new HashMap<>();
  private int inFlight;
  private long attempt;
  private boolean failing;
  private boolean looking;
  private long givenUp;

  /** Hears how the journal fares, on the recorder's lane. */
  interface Watcher {
    void failed(String problem);

    void worksAgain();

    /** Everything that was announced is on record, up to this entry. */
    void recordedUpTo(long sequence);
  }

  private static final class Pending {
    final Happening happening;
    final Instant since;
    boolean shown;
    private @Nullable Runnable done;

    Pending(Happening happening, Instant since, @Nullable Runnable done) {
      this.happening = happening;
      this.since = since;
      this.done = done;
    }

    void done() {
      Runnable once = done;
      done = null;
      if (once != null) {
        once.run();
      }
    }
  }

  Recorder(
      Journal journal,
      Executor lane,
      Clock clock,
      Timers timers,
      AnnouncedAlarms announced,
      Annunciator annunciators,
      Watcher watcher) {
    this.journal = journal;
    this.lane = lane;
    this.clock = clock;
    this.timers = timers;
    this.announced = announced;
    this.annunciators = annunciators;
    this.watcher = watcher;
  }

  /**
   * Records and announces, in the order of the calls.
   *
   * @param done runs when the last of them is on record, or announced while the journal fails
   */
  void submit(List<Happening> happenings, Runnable done) {
    lane.execute(
        () -> {
          Instant now = clock.instant();
          for (int i = 0; i < happenings.size(); i++) {
            boolean last = i == happenings.size() - 1;
            queue.add(new Pending(happenings.get(i), now, last ? done : null));
          }
          if (failing) {
            showAll();
          } else {
            append();
            look(LONGEST_WAIT);
          }
        });
  }

  /** Sees later to what waits, unless that is to be done already. */
  private void look(Duration after) {
    if (!looking && !queue.isEmpty()) {
      looking = true;
      Timers.Timer unused = timers.after(after, () -> lane.execute(this::showLate));
    }
  }

  /** Whoever calls must not wait for the record of all that happened before. */
  private void showLate() {
    looking = false;
    Instant now = clock.instant();
    for (Pending pending : queue) {
      Duration left = Duration.between(now, pending.since.plus(LONGEST_WAIT));
      if (left.compareTo(Duration.ZERO) > 0) {
        look(left.compareTo(LOOK) > 0 ? left : LOOK);
        return;
      }
      show(pending);
    }
  }

  private void append() {
    if (inFlight > 0 || queue.isEmpty()) {
      return;
    }
    List<AlarmEvent> events = new ArrayList<>();
    for (Pending pending : queue) {
      if (events.size() == CHUNK) {
        break;
      }
      events.add(pending.happening.event());
    }
    inFlight = events.size();
    long mine = ++attempt;
    Timers.Timer patience = timers.after(PATIENCE, () -> lane.execute(() -> overdue(mine)));
    CompletionStage<?> unused =
        appended(events)
            .whenComplete(
                (entries, problem) -> {
                  patience.cancel();
                  lane.execute(() -> completed(entries, problem));
                });
  }

  private CompletionStage<List<JournalEntry>> appended(List<AlarmEvent> events) {
    try {
      return journal.append(events);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void overdue(long which) {
    if (which == attempt && inFlight > 0) {
      fail("no answer within " + PATIENCE.toSeconds() + " s");
    }
  }

  private void completed(@Nullable List<JournalEntry> entries, @Nullable Throwable problem) {
    int count = inFlight;
    inFlight = 0;
    if (entries == null) {
      fail(problem == null ? "no reason given" : String.valueOf(problem.getMessage()));
      timers.after(RETRY, () -> lane.execute(this::append));
      return;
    }
    for (int i = 0; i < count; i++) {
      recorded(queue.remove(), entries.get(i));
    }
    if (unrecorded.isEmpty() && givenUp == 0) {
      watcher.recordedUpTo(entries.get(count - 1).sequence());
    }
    if (failing && unrecorded.isEmpty()) {
      failing = false;
      LOG.info("the journal records again; {} events were given up", givenUp);
      watcher.worksAgain();
    }
    append();
  }

  private void fail(String problem) {
    boolean begins = !failing;
    failing = true;
    showAll();
    if (begins) {
      LOG.warn("the journal fails, alarms are shown unrecorded: {}", problem);
      watcher.failed(problem);
    }
  }

  private void showAll() {
    for (Pending pending : queue) {
      show(pending);
      pending.done();
    }
    // What is being appended must stay: its answer counts from the head of the queue.
    while (inFlight == 0 && queue.size() > KEPT) {
      unrecorded.computeIfPresent(
          subject(queue.remove().happening), (k, n) -> n == 1 ? null : n - 1);
      givenUp++;
    }
  }

  private void show(Pending pending) {
    if (pending.shown) {
      return;
    }
    pending.shown = true;
    Alarm after = pending.happening.after();
    unrecorded.merge(subject(pending.happening), 1, Integer::sum);
    announce(
        new JournalEntry(0, pending.happening.event()),
        after == null ? null : AlarmDraft.withRecorded(after, false));
  }

  private void recorded(Pending pending, JournalEntry entry) {
    announceRecorded(pending, entry);
    pending.done();
  }

  private void announceRecorded(Pending pending, JournalEntry entry) {
    Alarm after = pending.happening.after();
    if (!pending.shown) {
      announce(entry, after);
      return;
    }
    // Shown long ago: the alarm has gone on since, only its being recorded is new.
    Integer left =
        unrecorded.computeIfPresent(subject(pending.happening), (k, n) -> n == 1 ? null : n - 1);
    if (after != null) {
      Alarm now = announced.find(after.id());
      after = AlarmDraft.withRecorded(now == null ? after : now, left == null);
      announced.put(after);
    }
    annunciators.announce(entry, after);
  }

  private void announce(JournalEntry entry, @Nullable Alarm after) {
    announced.apply(entry.event(), after);
    annunciators.announce(entry, after);
  }

  private static String subject(Happening happening) {
    return String.valueOf(happening.event().alarm());
  }
}
