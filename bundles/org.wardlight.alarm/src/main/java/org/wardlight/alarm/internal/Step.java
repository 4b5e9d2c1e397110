package org.wardlight.alarm.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmEvent;

/**
 * What an input led to.
 *
 * @param refusal {@link #NOT_FOUND}, or for a human action that the rules of the desk do not allow:
 *     why; else empty
 */
record Step(WardState state, List<Happening> happenings, String refusal) {
  /** Refusal of an action that concerns something that is not there. */
  static final String NOT_FOUND = "not.found";

  /**
   * An event and the alarm after it.
   *
   * @param after null for an event that concerns no open alarm
   */
  record Happening(AlarmEvent event, @Nullable Alarm after) {}

  List<AlarmEvent> events() {
    return happenings.stream().map(Happening::event).toList();
  }
}
