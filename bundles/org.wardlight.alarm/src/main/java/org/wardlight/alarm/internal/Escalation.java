package org.wardlight.alarm.internal;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wardlight.alarm.internal.WardAlarms.OpenAlarm;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.Alarm.State;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmEvent.Escalated;
import org.wardlight.api.alarm.AlarmEvent.Realerted;
import org.wardlight.api.alarm.Handling;
import org.wardlight.api.space.AlarmSettings.Level;

/**
 * Who is called when nobody comes. Each deadline is computed from the durable time before it, so
 * that neither a restart nor a late step moves the ones that follow.
 */
final class Escalation {
  private Escalation() {}

  static void settle(Turn turn) {
    for (OpenAlarm one : turn.open()) {
      AlarmEvent next = next(turn, one.alarm());
      while (next != null) {
        turn.emit(next);
        OpenAlarm now = turn.alarms().open().get(one.alarm().id());
        next = now == null ? null : next(turn, now.alarm());
      }
    }
  }

  static void deadlines(WardState state, WardRules rules, WardMachine.Earliest next) {
    for (OpenAlarm one : state.alarms().open().values()) {
      next.add(due(one.alarm(), state.book(), rules));
    }
  }

  /** Whether all groups were called and nobody accepted. */
  static boolean exhausted(Alarm alarm, WardRules rules) {
    int level = alarm.handling().level();
    return alarm.calling() && level > 0 && level >= chain(alarm, rules).size();
  }

  private static @Nullable AlarmEvent next(Turn turn, Alarm alarm) {
    Handling handling = alarm.handling();
    Instant due = due(alarm, turn.book(), turn.rules);
    if (due == null || due.isAfter(turn.at)) {
      return null;
    }
    if (alarm.state() == State.ACCEPTED) {
      return new Realerted(turn.at, turn.ward, alarm.id(), due);
    }
    List<Level> chain = turn.rules.chain(due);
    int level = unassigned(alarm) ? 0 : handling.level() + 1;
    boolean group = level < chain.size() && alarm.alarmClass() != AlarmClass.EMERGENCY;
    String called = group ? chain.get(level).group() : Handling.EVERYBODY;
    return new Escalated(turn.at, turn.ward, alarm.id(), level, called, due);
  }

  /** When the next step is due; null if none will be. */
  private static @Nullable Instant due(Alarm alarm, WardBook book, WardRules rules) {
    Instant since = alarm.handling().levelSince();
    if (alarm.state() == State.ACCEPTED && since != null && mayCall(alarm)) {
      Instant accepted = alarm.acceptedAt();
      return accepted == null ? null : accepted.plus(rules.comeBackAfter());
    }
    if (since == null || !alarm.calling()) {
      return null;
    }
    List<Level> chain = chain(alarm, rules);
    int at = alarm.handling().level();
    if (at >= chain.size()) {
      return null;
    }
    Level level = chain.get(at);
    if (alarm.alarmClass() == AlarmClass.EMERGENCY) {
      return since.plus(level.delay());
    }
    boolean reachable = level.standing() || book.onDuty(level.group());
    return unassigned(alarm) || !reachable ? since : since.plus(level.delay());
  }

  private static boolean mayCall(Alarm alarm) {
    return alarm.alarmClass().needsPerson() && !alarm.shelved();
  }

  /** Whether the first group is still to be named; an emergency calls everybody from the first. */
  private static boolean unassigned(Alarm alarm) {
    return alarm.handling().level() == 0
        && alarm.handling().called().equals(Handling.EVERYBODY)
        && alarm.alarmClass() != AlarmClass.EMERGENCY;
  }

  /** The chain of the shift in which the present group began to be called. */
  private static List<Level> chain(Alarm alarm, WardRules rules) {
    Instant since = alarm.handling().levelSince();
    return since == null ? List.of() : rules.chain(since);
  }
}
