package org.wardlight.api.alarm;

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
