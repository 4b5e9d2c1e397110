package org.wardlight.api.alarm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The record of all alarms: append-only, gap-free, hash-chained. Provided by the store.
 * Thread-safe; never blocks the caller of {@link #append}.
 */
public interface Journal {
  /**
   * Appends events as one unit. The stage completes, on the journal's own thread and in the order
   * of the appends, when they are on disk; it fails with {@link JournalException} if they are not,
   * and then nothing of the unit was written.
   */
  CompletionStage<List<JournalEntry>> append(List<AlarmEvent> events);

  /** Reads the entries from this sequence number on, in order. Blocks; not for lanes. */
  void replay(long fromSequence, Consumer<JournalEntry> reader);

  /** The entries that belong to one alarm, in order. Blocks; not for lanes. */
  List<JournalEntry> journey(String alarmId);

  /**
   * The ended episodes of a room that began in this time, in the order of their end. Blocks; not
   * for lanes.
   *
   * @param from inclusive
   * @param to exclusive
   */
  default List<AlarmEvent.EpisodeEnded> episodes(String room, Instant from, Instant to) {
    List<AlarmEvent.EpisodeEnded> found = new ArrayList<>();
    replay(
        1,
        entry -> {
          if (entry.event() instanceof AlarmEvent.EpisodeEnded ended
              && ended.room().equals(room)
              && !ended.since().isBefore(from)
              && ended.since().isBefore(to)) {
            found.add(ended);
          }
        });
    return found;
  }

  /** Recomputes the chain. Blocks. */
  Verification verify();

  /**
   * The outcome of a check of the chain.
   *
   * @param entries how many entries were read
   * @param problem empty if the chain holds, else what is wrong and at which sequence number
   */
  record Verification(long entries, String problem) {
    public boolean ok() {
      return problem.isEmpty();
    }
  }
}
