package org.wardlight.alarm.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmEvent;

/**
 * What an input led to.
 *
 * @param refusal for a human action that the rules of the desk do not allow: why; else empty
 */
record Step(WardAlarms state, List<Happening> happenings, String refusal) {
  /**
   * An event and the alarm after it.
   *
   * @param after null for an event that concerns a room
   */
  record Happening(AlarmEvent event, @Nullable Alarm after) {}

  List<AlarmEvent> events() {
    return happenings.stream().map(Happening::event).toList();
  }
}
