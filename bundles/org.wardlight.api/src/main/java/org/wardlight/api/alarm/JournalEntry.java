package org.wardlight.api.alarm;

/**
 * An event with its place in the journal.
 *
 * @param sequence gap-free from 1; 0 for an event that the journal could not take
 */
public record JournalEntry(long sequence, AlarmEvent event) {
  /** Whether it was committed to disk. */
  public boolean recorded() {
    return sequence > 0;
  }
}
