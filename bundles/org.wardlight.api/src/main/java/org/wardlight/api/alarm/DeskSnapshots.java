package org.wardlight.api.alarm;

import org.jspecify.annotations.Nullable;

/**
 * Keeps what the desk knew at one sequence number of the journal, so that a start need not read the
 * journal from its beginning. Provided by the store. Losing it costs time, never facts.
 */
public interface DeskSnapshots {
  /**
   * The newest snapshot that the store trusts: its hash is right and the journal still holds the
   * entry that it stands for. Null if there is none. Blocks; not for lanes.
   */
  @Nullable Snapshot load();

  /**
   * Keeps this one in place of older ones. Does not block: it is written by the store's own thread;
   * a failure is logged there and the older one stays.
   *
   * @param sequence the last journal entry that the state includes
   */
  void save(long sequence, byte[] state);

  /** What was kept. */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Snapshot(long sequence, byte[] state) {}
}
