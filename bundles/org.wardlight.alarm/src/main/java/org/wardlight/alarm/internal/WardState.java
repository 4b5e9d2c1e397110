package org.wardlight.alarm.internal;

import org.wardlight.api.alarm.AlarmEvent;

/**
 * All that the desk keeps of a ward; immutable, and nothing but the fold of the ward's events, so
 * that replaying the journal gives it back.
 */
record WardState(WardAlarms alarms, WardBook book) {
  static final WardState EMPTY = new WardState(WardAlarms.EMPTY, WardBook.EMPTY);

  @SuppressWarnings(
      "ReferenceEquality") // asks whether anything was made anew, not whether it differs
  WardState with(AlarmEvent event) {
    WardAlarms nextAlarms = alarms.with(event);
    WardBook nextBook = book.with(event);
    return nextAlarms == alarms && nextBook == book ? this : new WardState(nextAlarms, nextBook);
  }
}
