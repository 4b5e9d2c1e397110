package org.wardlight.alarm.internal;

import java.time.Instant;
import org.wardlight.api.alarm.AlarmEvent;

/**
 * All that the desk keeps of a ward; immutable, and nothing but the fold of the ward's events, so
 * that replaying the journal gives it back.
 */
record WardState(WardAlarms alarms, WardBook book, WardEpisodes episodes) {
  static final WardState EMPTY =
      new WardState(WardAlarms.EMPTY, WardBook.EMPTY, WardEpisodes.EMPTY);

  @SuppressWarnings(
      "ReferenceEquality") // asks whether anything was made anew, not whether it differs
  WardState with(AlarmEvent event) {
    WardAlarms nextAlarms = alarms.with(event);
    WardBook nextBook = book.with(event);
    WardEpisodes nextEpisodes = episodes.with(event);
    return nextAlarms == alarms && nextBook == book && nextEpisodes == episodes
        ? this
        : new WardState(nextAlarms, nextBook, nextEpisodes);
  }

  /** The same, with times from which deadlines are computed brought back to a clock that went. */
  WardState notLaterThan(Instant now) {
    WardBook begun = book.notLaterThan(now);
    return new WardState(alarms.notLaterThan(now, begun.shelvings()), begun, episodes);
  }
}
