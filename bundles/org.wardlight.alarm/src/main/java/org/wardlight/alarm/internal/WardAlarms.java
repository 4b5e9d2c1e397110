package org.wardlight.alarm.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmEvent.Delivered;
import org.wardlight.api.alarm.AlarmEvent.Presence;
import org.wardlight.api.alarm.AlarmEvent.Raised;
import org.wardlight.api.alarm.AlarmEvent.Repeated;
import org.wardlight.api.alarm.AlarmEvent.Returned;
import org.wardlight.api.alarm.AlarmEvent.Seen;
import org.wardlight.api.alarm.Shelving;

/**
 * What a ward's events add up to for its alarms; immutable.
 *
 * @param open the open alarms by id
 * @param present the rooms with staff presence, and since when
 * @param closed for each place the alarm that was closed last, so that an episode that was dealt
 *     with is not raised again
 * @param beats for each place when it was raised or repeated last
 */
record WardAlarms(
    Map<String, OpenAlarm> open,
    Map<String, Instant> present,
    Map<Place, Ended> closed,
    Map<Place, Beats> beats) {
  static final WardAlarms EMPTY = new WardAlarms(Map.of(), Map.of(), Map.of(), Map.of());

  /**
   * An alarm with what is known of it beside.
   *
   * @param call whether a person or button raised it; what rules see to hold is a condition
   * @param delivered the screens that it was handed to
   * @param seen the screens that showed it to somebody
   */
  record OpenAlarm(Alarm alarm, boolean call, Set<String> delivered, Set<String> seen) {
    private OpenAlarm with(Alarm changed) {
      return new OpenAlarm(changed, call, delivered, seen);
    }
  }

  /** Where at most one alarm is open. */
  record Place(String kind, String space) {
    static Place of(Alarm alarm) {
      return new Place(alarm.kind(), alarm.space());
    }
  }

  /**
   * How the last alarm of a place ended.
   *
   * @param alarm its id
   * @param at when it was closed
   * @param call whether a button raised it rather than a condition
   * @param holding whether what raised it has held ever since (always true for a call: its button
   *     may still be on)
   */
  record Ended(String alarm, Instant at, boolean call, boolean holding) {
    /** Whether an episode was dealt with by that closing: it had begun and has held since. */
    boolean covers(Instant episode) {
      return holding && !episode.isAfter(at);
    }

    private Ended notLaterThan(Instant now) {
      return at.isAfter(now) ? new Ended(alarm, now, call, holding) : this;
    }
  }

  /**
   * The last beats of a place: when its alarm was raised or repeated.
   *
   * @param times the last {@link #MANY}, oldest first
   */
  record Beats(String room, List<Instant> times) {
    static final int MANY = 3;
    static final Duration WINDOW = Duration.ofMinutes(1);

    /** Until when a place chatters if nothing more happens; null if it was quiet enough. */
    @Nullable Instant chattersUntil() {
      if (times.size() < MANY || !last().minus(WINDOW).isBefore(times.get(0))) {
        return null;
      }
      return last().plus(WINDOW);
    }

    Instant last() {
      return times.get(times.size() - 1);
    }

    private Beats with(Instant at) {
      List<Instant> more = new ArrayList<>(times);
      more.add(at);
      return new Beats(room, more.size() > MANY ? more.subList(1, more.size()) : more);
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

  boolean chatters(Place place, Instant at) {
    Beats last = beats.get(place);
    Instant until = last == null ? null : last.chattersUntil();
    return until != null && at.isBefore(until);
  }

  /** The alarm after this event, or null if the event concerns no alarm that is open here. */
  @Nullable Alarm after(AlarmEvent event) {
    if (event instanceof Raised raised) {
      return open.containsKey(raised.alarm()) ? null : AlarmDraft.raised(raised);
    }
    String id = event.alarm();
    OpenAlarm before = id == null ? null : open.get(id);
    return before == null ? null : AlarmChanges.after(before.alarm(), event);
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
      return new WardAlarms(open, rooms, closed, beats);
    }
    Alarm after = after(event);
    if (after == null) {
      return event instanceof Returned returned ? heldNoLonger(returned) : this;
    }
    Map<String, OpenAlarm> alarms = new LinkedHashMap<>(open);
    OpenAlarm before = alarms.get(after.id());
    if (before == null) {
      boolean call = event instanceof Raised raised && !raised.conditionActive();
      alarms.put(after.id(), new OpenAlarm(after, call, Set.of(), Set.of()));
      return new WardAlarms(alarms, present, closed, beat(after, event.at()));
    }
    if (!after.open()) {
      alarms.remove(after.id());
      Map<Place, Ended> ended = new HashMap<>(closed);
      boolean holding = before.call() || after.conditionActive();
      ended.put(Place.of(after), new Ended(after.id(), event.at(), before.call(), holding));
      return new WardAlarms(alarms, present, ended, beats);
    }
    alarms.put(after.id(), shown(before, event).with(after));
    return new WardAlarms(
        alarms, present, closed, event instanceof Repeated ? beat(after, event.at()) : beats);
  }

  /**
   * The same after a restart with a clock that was ahead before it: what is computed from a time
   * that lies in the future would wait until then.
   *
   * @param shelvings until when what is held back is held back now, by id
   */
  WardAlarms notLaterThan(Instant now, Map<String, Shelving> shelvings) {
    Map<String, OpenAlarm> alarms = new LinkedHashMap<>();
    open.forEach(
        (id, one) ->
            alarms.put(id, one.with(AlarmDraft.notLaterThan(one.alarm(), now, shelvings))));
    Map<Place, Ended> ended = new HashMap<>();
    closed.forEach((place, last) -> ended.put(place, last.notLaterThan(now)));
    Map<Place, Beats> past = new HashMap<>(beats);
    past.values().removeIf(last -> last.last().isAfter(now));
    return new WardAlarms(alarms, present, ended, past);
  }

  /** What was closed while it held: should it hold again, that is news. */
  private WardAlarms heldNoLonger(Returned event) {
    for (Map.Entry<Place, Ended> entry : closed.entrySet()) {
      Ended ended = entry.getValue();
      if (ended.alarm().equals(event.alarm())) {
        Map<Place, Ended> changed = new HashMap<>(closed);
        changed.put(entry.getKey(), new Ended(ended.alarm(), ended.at(), ended.call(), false));
        return new WardAlarms(open, present, changed, beats);
      }
    }
    return this;
  }

  private Map<Place, Beats> beat(Alarm alarm, Instant at) {
    if (Notes.KINDS.contains(alarm.kind())) {
      return beats;
    }
    Map<Place, Beats> more = new HashMap<>(beats);
    Place place = Place.of(alarm);
    more.put(place, more.getOrDefault(place, new Beats(alarm.room(), List.of())).with(at));
    return more;
  }

  private static OpenAlarm shown(OpenAlarm one, AlarmEvent event) {
    if (event instanceof Delivered e) {
      return new OpenAlarm(one.alarm(), one.call(), more(one.delivered(), e.screen()), one.seen());
    } else if (event instanceof Seen e) {
      return new OpenAlarm(one.alarm(), one.call(), one.delivered(), more(one.seen(), e.screen()));
    }
    return one;
  }

  private static Set<String> more(Set<String> screens, String screen) {
    Set<String> all = new HashSet<>(screens);
    all.add(screen);
    return all;
  }
}
