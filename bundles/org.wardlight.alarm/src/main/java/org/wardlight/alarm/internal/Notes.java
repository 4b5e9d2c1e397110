package org.wardlight.alarm.internal;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.wardlight.alarm.internal.WardAlarms.Beats;
import org.wardlight.alarm.internal.WardAlarms.OpenAlarm;
import org.wardlight.alarm.internal.WardAlarms.Place;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.rule.Condition;

/**
 * What the desk itself has to say of a ward, as conditions: worked out from the state at each step,
 * so that a note holds exactly as long as its reason.
 */
final class Notes {
  /** Everybody was called and nobody accepted. */
  static final String EXHAUSTED = "escalation.exhausted";

  /** A shelving expired while its alarm still held. */
  static final String OVERDUE = "shelving.overdue";

  /** A place raises and repeats too often to mean it. */
  static final String CHATTER = "alarm.chatter";

  /** No station shows the ward; held by {@link StationWatch}. */
  static final String NO_STATION = "station.missing";

  /** A bedside terminal is not connected; held by {@link BedsideDesk}. */
  static final String NO_TERMINAL = "bedside.missing";

  /** The kinds that the desk raises itself: no rule knows of them. */
  static final Set<String> KINDS = Set.of(EXHAUSTED, OVERDUE, CHATTER, NO_STATION, NO_TERMINAL);

  private static final Set<String> SETTLED = Set.of(EXHAUSTED, OVERDUE, CHATTER);

  private Notes() {}

  /** A note that should be there: of what, and since when. */
  private record Wanted(String room, AlarmClass alarmClass, String kind, Instant since) {}

  static void settle(Turn turn) {
    Map<Place, Wanted> wanted = wanted(turn);
    for (OpenAlarm one : turn.open()) {
      Alarm note = one.alarm();
      if (SETTLED.contains(note.kind())
          && wanted.remove(Place.of(note)) == null
          && note.conditionActive()) {
        Lifecycle.returned(turn, note);
      }
    }
    wanted.forEach((place, note) -> Lifecycle.holds(turn, condition(place, note)));
  }

  private static Map<Place, Wanted> wanted(Turn turn) {
    Map<Place, Wanted> wanted = new LinkedHashMap<>();
    for (OpenAlarm one : turn.alarms().open().values()) {
      Alarm alarm = one.alarm();
      Instant since = alarm.handling().levelSince();
      if (since != null && Escalation.exhausted(alarm, turn.rules)) {
        want(wanted, EXHAUSTED, AlarmClass.TECHNICAL, alarm, since);
      }
      Instant overdue = alarm.handling().overdueSince();
      if (overdue != null && alarm.conditionActive() && !SETTLED.contains(alarm.kind())) {
        want(wanted, OVERDUE, AlarmClass.ADVISORY, alarm, overdue);
      }
    }
    for (Map.Entry<Place, Beats> entry : turn.alarms().beats().entrySet()) {
      Place place = entry.getKey();
      Beats beats = entry.getValue();
      if (turn.alarms().chatters(place, turn.at)) {
        Wanted note =
            new Wanted(beats.room(), AlarmClass.TECHNICAL, place.kind(), beats.times().get(0));
        wanted.merge(new Place(CHATTER, place.space()), note, Notes::longer);
      }
    }
    return wanted;
  }

  private static void want(
      Map<Place, Wanted> wanted, String kind, AlarmClass alarmClass, Alarm of, Instant since) {
    Wanted note = new Wanted(of.room(), alarmClass, of.kind(), since);
    wanted.merge(new Place(kind, of.space()), note, Notes::longer);
  }

  /** One note a space: of what has waited longest. */
  private static Wanted longer(Wanted a, Wanted b) {
    return b.since().isBefore(a.since()) ? b : a;
  }

  private static Condition condition(Place place, Wanted note) {
    Reason reason = new Reason(place.kind(), Map.of("kind", note.kind()));
    return new Condition(
        place.kind(), note.alarmClass(), note.room(), place.space(), note.since(), reason);
  }

  static void deadlines(WardState state, Instant at, WardMachine.Earliest next) {
    for (Beats beats : state.alarms().beats().values()) {
      Instant until = beats.chattersUntil();
      next.add(until != null && until.isAfter(at) ? until : null);
    }
  }
}
