package org.wardlight.alarm.internal;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.Alarm.State;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmEvent.Accepted;
import org.wardlight.api.alarm.AlarmEvent.Attended;
import org.wardlight.api.alarm.AlarmEvent.Closed;
import org.wardlight.api.alarm.AlarmEvent.Presence;
import org.wardlight.api.alarm.AlarmEvent.Raised;
import org.wardlight.api.alarm.AlarmEvent.Reclassified;
import org.wardlight.api.alarm.AlarmEvent.Repeated;
import org.wardlight.api.alarm.AlarmEvent.Returned;
import org.wardlight.api.alarm.AlarmEvent.Unattended;

/**
 * What a ward's events add up to; immutable. The state is nothing but the fold of the events, so
 * that replaying the journal gives it back.
 *
 * @param open the open alarms by id
 * @param present the rooms with staff presence, and since when
 * @param closed for each place the alarm that was closed last, so that an episode that was dealt
 *     with is not raised again
 */
record WardAlarms(
    Map<String, OpenAlarm> open, Map<String, Instant> present, Map<Place, Ended> closed) {
  static final WardAlarms EMPTY = new WardAlarms(Map.of(), Map.of(), Map.of());

  /**
   * @param call whether a person or button raised it; what rules see to hold is a condition
   */
  record OpenAlarm(Alarm alarm, boolean call) {}

  /** Where at most one alarm is open. */
  record Place(String kind, String space) {}

  /**
   * How the last alarm of a place ended.
   *
   * @param since when its episode began
   * @param at when it was closed
   * @param holding whether its condition still held then (always true for a call: its button may
   *     still be on)
   */
  record Ended(Instant since, Instant at, boolean holding) {
    /**
     * Whether an episode was dealt with by that closing: it is the same one, or it had begun before
     * and still held.
     */
    boolean covers(Instant episode) {
      return episode.equals(since) || (holding && !episode.isAfter(at));
    }
  }

  @Nullable OpenAlarm at(String kind, String space) {
    for (OpenAlarm one : open.values()) {
      if (one.alarm().kind().equals(kind) && one.alarm().space().equals(space)) {
        return one;
      }
    }
    return null;
  }

  boolean dealtWith(String kind, String space, Instant since) {
    Ended ended = closed.get(new Place(kind, space));
    return ended != null && ended.covers(since);
  }

  /** The alarm after this event, or null if the event concerns no alarm that is known here. */
  @Nullable Alarm after(AlarmEvent event) {
    if (event instanceof Raised raised) {
      return open.containsKey(raised.alarm()) ? null : AlarmDraft.raised(raised);
    }
    String id = event.alarm();
    OpenAlarm before = id == null ? null : open.get(id);
    if (before == null) {
      return null;
    }
    AlarmDraft draft = new AlarmDraft(before.alarm());
    change(draft, event);
    return draft.alarm();
  }

  /** The state after this event; an event that does not fit changes nothing. */
  WardAlarms with(AlarmEvent event) {
    if (event instanceof Presence presence) {
      Map<String, Instant> rooms = new HashMap<>(present);
      if (presence.present()) {
        rooms.put(presence.room(), presence.at());
      } else {
        rooms.remove(presence.room());
      }
      return new WardAlarms(open, rooms, closed);
    }
    Alarm after = after(event);
    if (after == null) {
      return this;
    }
    Map<String, OpenAlarm> alarms = new LinkedHashMap<>(open);
    if (event instanceof Raised raised) {
      alarms.put(after.id(), new OpenAlarm(after, !raised.conditionActive()));
      return new WardAlarms(alarms, present, closed);
    }
    OpenAlarm before = alarms.remove(after.id());
    if (before == null) {
      throw new IllegalStateException(after.id() + " was changed but is not open");
    }
    if (after.open()) {
      alarms.put(after.id(), new OpenAlarm(after, before.call()));
      return new WardAlarms(alarms, present, closed);
    }
    Map<Place, Ended> ended = new HashMap<>(closed);
    ended.put(
        new Place(after.kind(), after.space()),
        new Ended(after.since(), event.at(), before.call() || after.conditionActive()));
    return new WardAlarms(alarms, present, ended);
  }

  private static void change(AlarmDraft draft, AlarmEvent event) {
    if (event instanceof Repeated e) {
      draft.repeats++;
      draft.conditionActive = e.conditionActive();
      draft.reason = e.reason();
    } else if (event instanceof Reclassified e) {
      draft.alarmClass = e.alarmClass();
      draft.reason = e.reason();
    } else if (event instanceof Returned) {
      draft.conditionActive = false;
    } else if (event instanceof Accepted e) {
      draft.acceptedBy = e.by();
      draft.acceptedAt = e.at();
      draft.state = draft.state == State.ATTENDED ? State.ATTENDED : State.ACCEPTED;
    } else if (event instanceof Attended e) {
      draft.attendedAt = e.at();
      draft.state = State.ATTENDED;
    } else if (event instanceof Unattended) {
      draft.acceptedBy = null;
      draft.acceptedAt = null;
      draft.state = State.RAISED;
    } else if (event instanceof Closed e) {
      draft.closedAt = e.at();
      draft.closedBy = e.by();
      draft.closeReason = e.reason();
      draft.state = State.CLOSED;
    } else {
      throw new IllegalStateException("no rule for " + event.getClass());
    }
  }
}
