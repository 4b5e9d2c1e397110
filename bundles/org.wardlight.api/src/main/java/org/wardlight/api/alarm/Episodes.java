package org.wardlight.api.alarm;

import java.time.Instant;
import java.util.List;

/** The episodes on record. Provided by the alarm desk. Thread-safe. */
public interface Episodes {
  /** The most that are given at once; of more, the latest. */
  int MOST = 2_000;

  /**
   * The episodes of a room that began in this time, in the order of their beginning, those that go
   * on included. Blocks; not for lanes.
   *
   * @param from inclusive
   * @param to exclusive
   * @throws JournalException if the journal cannot be read
   */
  List<Episode> of(String room, Instant from, Instant to);
}
