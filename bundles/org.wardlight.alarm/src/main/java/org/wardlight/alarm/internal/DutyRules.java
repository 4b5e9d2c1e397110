package org.wardlight.alarm.internal;

import java.util.List;
import org.wardlight.api.alarm.AlarmEvent.DutyBegan;
import org.wardlight.api.alarm.AlarmEvent.DutyEnded;
import org.wardlight.api.alarm.Duty.OnDuty;

/** Who is on duty. */
final class DutyRules {
  private DutyRules() {}

  static void begin(Turn turn, Input.BeginDuty duty) {
    if (!turn.rules.roster().groups().contains(duty.group())) {
      turn.refuse("duty.no.such.group");
      return;
    }
    OnDuty before = turn.book().duty().get(duty.user());
    if (before == null || !before.group().equals(duty.group())) {
      turn.emit(new DutyBegan(turn.at, turn.ward, duty.user(), duty.group()));
    }
  }

  static void end(Turn turn, Input.EndDuty duty) {
    if (turn.book().duty().containsKey(duty.user())) {
      turn.emit(new DutyEnded(turn.at, turn.ward, duty.user(), duty.user()));
    }
  }

  /** Who forgot to go off duty must not make a group look as if somebody were there. */
  static void settle(Turn turn) {
    for (OnDuty one : List.copyOf(turn.book().duty().values())) {
      if (!one.since().plus(turn.rules.dutyEndsAfter()).isAfter(turn.at)) {
        turn.emit(new DutyEnded(turn.at, turn.ward, one.user(), ShelvingRules.BY_EXPIRY));
      }
    }
  }

  static void deadlines(WardState state, WardRules rules, WardMachine.Earliest next) {
    for (OnDuty one : state.book().duty().values()) {
      next.add(one.since().plus(rules.dutyEndsAfter()));
    }
  }
}
