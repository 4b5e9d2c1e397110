package org.wardlight.api.alarm;

import org.jspecify.annotations.Nullable;

/**
 * A whiteboard service that shows alarms to people: the stations, the door lamps. It hears of an
 * event only after it was committed, or with {@link JournalEntry#recorded()} false if the journal
 * failed; in order, never twice at once. What was announced as not recorded is announced once more,
 * with its number and the alarm as it is by then, when the journal has taken it. Return at once, do
 * not throw.
 */
@FunctionalInterface
public interface Annunciator {
  /**
   * Something happened.
   *
   * @param after the alarm after the event; null for an event that concerns a room
   */
  void announce(JournalEntry entry, @Nullable Alarm after);
}
