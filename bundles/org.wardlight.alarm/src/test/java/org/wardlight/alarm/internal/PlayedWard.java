package org.wardlight.alarm.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.alarm.Shelving;
import org.wardlight.api.point.PointKind.Call;
import org.wardlight.api.rule.Condition;

/** A ward's machine in a test: time passes as its deadlines say, and a restart folds its events. */
final class PlayedWard {
  static final Call BED = new Call("call.bed", AlarmClass.CALL, false);
  static final Call CORD = new Call("call.bathroom", AlarmClass.URGENT, true);

  final List<AlarmEvent> events = new ArrayList<>();
  WardState state = WardState.EMPTY;
  WardRules rules = House.ROSTERED;
  Instant now = Instant.parse("2026-11-22T02:00:00Z");

  Step give(Input input) {
    Step step = WardMachine.step("ward-a", state, input, now, rules);
    state = step.state();
    events.addAll(step.events());
    return step;
  }

  /** Time passes; the machine is told only when it wants to be. */
  void pass(Duration time) {
    Instant end = now.plus(time);
    for (Instant next = deadline(); next != null && !next.isAfter(end); next = deadline()) {
      now = next;
      Step unused = give(new Input.TimePassed());
    }
    now = end;
  }

  @Nullable Instant deadline() {
    return WardMachine.nextDeadline(state, rules, now);
  }

  /** The server was down for so long. */
  void restartAfter(Duration down) {
    now = now.plus(down);
    state = WardState.EMPTY;
    events.forEach(event -> state = state.with(event));
    Step unused = give(new Input.TimePassed());
  }

  Step press(Call call) {
    return press("203-io/" + call.kind(), call);
  }

  Step press(String point, Call call) {
    return give(new Input.Called(point, call, "203", "203/" + call.kind(), now, true));
  }

  Condition condition(String kind, AlarmClass alarmClass) {
    return new Condition(kind, alarmClass, "203", "203/bathroom", now, Reason.of(kind));
  }

  Condition began(String kind, AlarmClass alarmClass) {
    Condition c = condition(kind, alarmClass);
    Step unused = give(new Input.Conditions(false, List.of(c), List.of()));
    return c;
  }

  Step ended(Condition c) {
    return give(new Input.Conditions(false, List.of(), List.of(c)));
  }

  Step presence(boolean on) {
    return give(new Input.PresenceRead("203", on));
  }

  Step accept(String user) {
    return give(new Input.Accept(first().id(), user));
  }

  Step shelve(Duration duration) {
    return give(
        new Input.Shelve(
            Shelving.Type.ONE_ALARM, "", first().id(), "anna", "mat is wet", duration));
  }

  /** The alarm that was raised first of those that are open and no notes. */
  Alarm first() {
    return Objects.requireNonNull(
        alarms().stream().filter(a -> !Notes.KINDS.contains(a.kind())).findFirst().orElse(null));
  }

  List<Alarm> alarms() {
    return state.alarms().open().values().stream().map(WardAlarms.OpenAlarm::alarm).toList();
  }

  List<String> kinds() {
    return alarms().stream().map(Alarm::kind).sorted().toList();
  }

  List<String> eventNames() {
    return events.stream().map(event -> event.getClass().getSimpleName()).toList();
  }
}
