package org.wardlight.alarm.internal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.Alarm.State;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent.Raised;
import org.wardlight.api.alarm.Reason;

/** An alarm while it is being changed. */
final class AlarmDraft {
  private final Alarm before;
  AlarmClass alarmClass;
  Reason reason;
  State state;
  boolean conditionActive;
  int repeats;
  @Nullable String acceptedBy;
  @Nullable Instant acceptedAt;
  @Nullable Instant attendedAt;
  @Nullable Instant closedAt;
  @Nullable String closedBy;
  @Nullable String closeReason;
  boolean recorded;

  AlarmDraft(Alarm before) {
    this.before = before;
    alarmClass = before.alarmClass();
    reason = before.reason();
    state = before.state();
    conditionActive = before.conditionActive();
    repeats = before.repeats();
    acceptedBy = before.acceptedBy();
    acceptedAt = before.acceptedAt();
    attendedAt = before.attendedAt();
    closedAt = before.closedAt();
    closedBy = before.closedBy();
    closeReason = before.closeReason();
    recorded = before.recorded();
  }

  static Alarm raised(Raised e) {
    return new Alarm(
        e.alarm(),
        e.kind(),
        e.alarmClass(),
        e.ward(),
        e.room(),
        e.space(),
        e.reason(),
        e.since(),
        e.at(),
        State.RAISED,
        e.wetRoomOnly(),
        e.conditionActive(),
        0,
        null,
        null,
        null,
        null,
        null,
        null,
        true);
  }

  static Alarm withRecorded(Alarm alarm, boolean recorded) {
    AlarmDraft draft = new AlarmDraft(alarm);
    draft.recorded = recorded;
    return draft.alarm();
  }

  Alarm alarm() {
    return new Alarm(
        before.id(),
        before.kind(),
        alarmClass,
        before.ward(),
        before.room(),
        before.space(),
        reason,
        before.since(),
        before.raisedAt(),
        state,
        before.wetRoomOnly(),
        conditionActive,
        repeats,
        acceptedBy,
        acceptedAt,
        attendedAt,
        closedAt,
        closedBy,
        closeReason,
        recorded);
  }
}
