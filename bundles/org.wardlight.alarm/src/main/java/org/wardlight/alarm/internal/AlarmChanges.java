package org.wardlight.alarm.internal;

import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.Alarm.State;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmEvent.Accepted;
import org.wardlight.api.alarm.AlarmEvent.Attended;
import org.wardlight.api.alarm.AlarmEvent.CalledFrom;
import org.wardlight.api.alarm.AlarmEvent.Closed;
import org.wardlight.api.alarm.AlarmEvent.Delivered;
import org.wardlight.api.alarm.AlarmEvent.Escalated;
import org.wardlight.api.alarm.AlarmEvent.Realerted;
import org.wardlight.api.alarm.AlarmEvent.Reclassified;
import org.wardlight.api.alarm.AlarmEvent.Repeated;
import org.wardlight.api.alarm.AlarmEvent.Returned;
import org.wardlight.api.alarm.AlarmEvent.Seen;
import org.wardlight.api.alarm.AlarmEvent.Shelved;
import org.wardlight.api.alarm.AlarmEvent.SpokenWith;
import org.wardlight.api.alarm.AlarmEvent.Unattended;
import org.wardlight.api.alarm.AlarmEvent.Unshelved;
import org.wardlight.api.alarm.AlarmEvent.WalkTestTicked;

/** What each event makes of an alarm. */
final class AlarmChanges {
  private AlarmChanges() {}

  /** The alarm after an event that concerns it. */
  static Alarm after(Alarm before, AlarmEvent event) {
    AlarmDraft draft = new AlarmDraft(before);
    if (event instanceof Repeated
        || event instanceof Reclassified
        || event instanceof Returned
        || event instanceof Closed) {
      ofItself(draft, event);
    } else if (event instanceof Accepted
        || event instanceof Attended
        || event instanceof Unattended
        || event instanceof SpokenWith) {
      byPeople(draft, event);
    } else if (event instanceof Escalated
        || event instanceof Realerted
        || event instanceof Shelved
        || event instanceof Unshelved) {
      handling(draft, event);
    } else if (!(event instanceof Delivered
        || event instanceof Seen
        || event instanceof WalkTestTicked
        || event instanceof CalledFrom)) {
      throw new IllegalStateException("no rule for " + event.getClass());
    }
    return draft.alarm();
  }

  private static void ofItself(AlarmDraft draft, AlarmEvent event) {
    if (event instanceof Repeated e) {
      draft.repeats++;
      draft.conditionActive = e.conditionActive();
      draft.reason = e.reason();
      // Who calls again after a conversation wants to be heard again.
      draft.spokenBy = null;
      draft.spokenAt = null;
    } else if (event instanceof Reclassified e) {
      boolean begins = e.alarmClass().needsPerson() && !draft.alarmClass.needsPerson();
      if (begins || e.alarmClass() == AlarmClass.EMERGENCY) {
        draft.callsFrom(e.at());
      }
      draft.alarmClass = e.alarmClass();
      draft.reason = e.reason();
    } else if (event instanceof Returned) {
      draft.conditionActive = false;
    } else if (event instanceof Closed e) {
      draft.closedAt = e.at();
      draft.closedBy = e.by();
      draft.closeReason = e.reason();
      draft.state = State.CLOSED;
    }
  }

  private static void byPeople(AlarmDraft draft, AlarmEvent event) {
    if (event instanceof Accepted e) {
      draft.acceptedBy = e.by();
      draft.acceptedAt = e.at();
      draft.state = draft.state == State.ATTENDED ? State.ATTENDED : State.ACCEPTED;
      draft.overdueSince = null;
      // Somebody takes it seriously: from now on it is no test.
      draft.test = null;
    } else if (event instanceof Attended e) {
      draft.attendedAt = e.at();
      draft.state = State.ATTENDED;
    } else if (event instanceof Unattended e) {
      draft.forgotten();
      draft.callsFrom(e.at());
    } else if (event instanceof SpokenWith e) {
      draft.spokenBy = e.by();
      draft.spokenAt = e.at();
    }
  }

  private static void handling(AlarmDraft draft, AlarmEvent event) {
    if (event instanceof Escalated e) {
      draft.level = e.level();
      draft.called = e.called();
      draft.levelSince = e.since();
    } else if (event instanceof Realerted e) {
      draft.forgotten();
      draft.levelSince = e.since();
    } else if (event instanceof Shelved e) {
      draft.shelving = e.shelving();
      draft.shelvedUntil = e.until();
      draft.overdueSince = null;
    } else if (event instanceof Unshelved e) {
      draft.shelving = null;
      draft.shelvedUntil = null;
      draft.overdueSince = e.expired() ? e.since() : null;
      draft.callsFrom(e.since());
    }
  }
}
