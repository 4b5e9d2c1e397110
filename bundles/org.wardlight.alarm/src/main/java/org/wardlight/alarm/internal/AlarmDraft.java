package org.wardlight.alarm.internal;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.Alarm.State;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent.Raised;
import org.wardlight.api.alarm.Handling;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.alarm.Shelving;

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
  int level;
  String called;
  @Nullable Instant levelSince;
  @Nullable Instant shelvedUntil;
  @Nullable String shelving;
  @Nullable Instant overdueSince;
  @Nullable String test;
  @Nullable String spokenBy;
  @Nullable Instant spokenAt;

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
    Handling handling = before.handling();
    level = handling.level();
    called = handling.called();
    levelSince = handling.levelSince();
    shelvedUntil = handling.shelvedUntil();
    shelving = handling.shelving();
    overdueSince = handling.overdueSince();
    test = handling.test();
    spokenBy = handling.spokenBy();
    spokenAt = handling.spokenAt();
  }

  static Alarm raised(Raised e) {
    AlarmDraft draft =
        new AlarmDraft(
            new Alarm(
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
                true));
    draft.callsFrom(e.at());
    draft.shelving = e.shelving();
    draft.shelvedUntil = e.shelvedUntil();
    draft.test = e.test();
    return draft.alarm();
  }

  static Alarm withRecorded(Alarm alarm, boolean recorded) {
    AlarmDraft draft = new AlarmDraft(alarm);
    draft.recorded = recorded;
    return draft.alarm();
  }

  /** The same, calling or accepted since now if it was to be since later. */
  static Alarm notLaterThan(Alarm alarm, Instant now, Map<String, Shelving> shelvings) {
    AlarmDraft draft = new AlarmDraft(alarm);
    draft.levelSince = earlier(draft.levelSince, now);
    draft.acceptedAt = earlier(draft.acceptedAt, now);
    Shelving by = shelvings.get(String.valueOf(draft.shelving));
    if (by != null) {
      draft.shelvedUntil = by.until();
    }
    return draft.alarm();
  }

  private static @Nullable Instant earlier(@Nullable Instant time, Instant now) {
    return time != null && time.isAfter(now) ? now : time;
  }

  /** It calls from the first group on, since then. */
  void callsFrom(Instant since) {
    level = 0;
    called = Handling.EVERYBODY;
    levelSince = since;
  }

  /** Nobody is on the way any more. */
  void forgotten() {
    state = State.RAISED;
    acceptedBy = null;
    acceptedAt = null;
    spokenBy = null;
    spokenAt = null;
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
        recorded,
        new Handling(
            level,
            called,
            levelSince,
            shelvedUntil,
            shelving,
            overdueSince,
            test,
            spokenBy,
            spokenAt));
  }
}
