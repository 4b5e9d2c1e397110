package org.wardlight.alarm.internal;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

  /** The kinds that the desk raises itself: no rule knows of them. */
  static final Set<String> KINDS = Set.of(EXHAUSTED, OVERDUE, CHATTER, NO_STATION);

  private static final Set<String> SETTLED = Set.of(EXHAUSTED, OVERDUE, CHATTER);

  private Notes() {}

  static void settle(Turn turn) {
    Map<String, Condition> wanted = wanted(turn);
    for (OpenAlarm one : turn.open()) {
      Alarm note = one.alarm();
      if (SETTLED.contains(note.kind())
          && wanted.remove(key(note.kind(), note.space())) == null
          && note.conditionActive()) {
        Lifecycle.returned(turn, note);
      }
    }
    wanted.values().forEach(condition -> Lifecycle.holds(turn, condition));
  }

  private static Map<String, Condition> wanted(Turn turn) {
    Map<String, Condition> wanted = new TreeMap<>();
    for (OpenAlarm one : turn.alarms().open().values()) {
      Alarm alarm = one.alarm();
      Instant since = alarm.handling().levelSince();
      if (since != null && Escalation.exhausted(alarm, turn.rules)) {
        want(wanted, note(EXHAUSTED, AlarmClass.TECHNICAL, alarm, since));
      }
      Instant overdue = alarm.handling().overdueSince();
      if (overdue != null && alarm.conditionActive() && !SETTLED.contains(alarm.kind())) {
        want(wanted, note(OVERDUE, AlarmClass.ADVISORY, alarm, overdue));
      }
    }
    for (Map.Entry<Place, Beats> entry : turn.alarms().beats().entrySet()) {
      Place place = entry.getKey();
      if (turn.alarms().chatters(place, turn.at)) {
        want(
            wanted,
            new Condition(
                CHATTER,
                AlarmClass.TECHNICAL,
                entry.getValue().room(),
                place.space(),
                entry.getValue().times().get(0),
                new Reason(CHATTER, Map.of("kind", place.kind()))));
      }
    }
    return wanted;
  }

  private static Condition note(String kind, AlarmClass alarmClass, Alarm of, Instant since) {
    Reason reason = new Reason(kind, Map.of("kind", of.kind(), "since", of.raisedAt().toString()));
    return new Condition(kind, alarmClass, of.room(), of.space(), since, reason);
  }

  /** One note a space: of the place that has waited longest. */
  private static void want(Map<String, Condition> wanted, Condition condition) {
    wanted.merge(
        key(condition.kind(), condition.space()),
        condition,
        (a, b) -> b.since().isBefore(a.since()) ? b : a);
  }

  private static String key(String kind, String space) {
    return kind + "@" + space;
  }

  static void deadlines(WardState state, Instant at, WardMachine.Earliest next) {
    for (Beats beats : state.alarms().beats().values()) {
      Instant until = beats.chattersUntil();
      next.add(until != null && until.isAfter(at) ? until : null);
    }
  }
}
