package org.wardlight.facility.internal;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.Journal;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.space.CareLimits.Change;

/** Takes changed limits to the journal, in order, whenever it works. For one thread. */
final class LimitRecorder {
  private static final int CHUNK = 100;
  private static final Logger LOG = LoggerFactory.getLogger(LimitRecorder.class);

  private final Supplier<@Nullable Journal> journal;
  private @Nullable CompletableFuture<List<JournalEntry>> appending;
  private List<Change> appended = List.of();
  private boolean troubled;

  /** How a change is written to the journal. */
  interface Form {
    AlarmEvent event(Change change);
  }

  /**
   * @param journal null while there is none
   */
  LimitRecorder(Supplier<@Nullable Journal> journal) {
    this.journal = journal;
  }

  /** What has become recorded since it was asked last. */
  List<Change> done() {
    CompletableFuture<List<JournalEntry>> running = appending;
    if (running == null || !running.isDone()) {
      return List.of();
    }
    appending = null;
    boolean failed = running.isCompletedExceptionally();
    if (failed && !troubled) {
      LOG.warn("changes of limits count but are not recorded yet: the journal fails");
    }
    troubled = failed;
    return failed ? List.of() : appended;
  }

  /**
   * Begins to record unless it is doing so.
   *
   * @param then runs, on any thread, when there is something {@link #done}
   */
  void begin(List<Change> unrecorded, Form form, Runnable then) {
    Journal taker = appending != null || unrecorded.isEmpty() ? null : journal.get();
    if (taker == null) {
      return;
    }
    appended = unrecorded.subList(0, Math.min(CHUNK, unrecorded.size()));
    CompletableFuture<List<JournalEntry>> running =
        taker.append(appended.stream().map(form::event).toList()).toCompletableFuture();
    appending = running;
    CompletionStage<?> unused =
        running.whenComplete(
            (entries, problem) -> {
              if (problem == null) {
                then.run();
              }
            });
  }
}
