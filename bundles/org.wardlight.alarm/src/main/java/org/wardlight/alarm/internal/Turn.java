package org.wardlight.alarm.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.wardlight.alarm.internal.Step.Happening;
import org.wardlight.alarm.internal.WardAlarms.OpenAlarm;
import org.wardlight.api.alarm.AlarmEvent;

/** A step of a ward's machine while it is being made. */
final class Turn {
  final String ward;
  final Instant at;
  final WardRules rules;
  private final List<Happening> happenings = new ArrayList<>();
  private WardState state;
  private String refusal = "";

  Turn(String ward, WardState state, Instant at, WardRules rules) {
    this.ward = ward;
    this.state = state;
    this.at = at;
    this.rules = rules;
  }

  WardAlarms alarms() {
    return state.alarms();
  }

  WardBook book() {
    return state.book();
  }

  WardEpisodes episodes() {
    return state.episodes();
  }

  /** The open alarms as they are now; what happens meanwhile does not change the list. */
  Collection<OpenAlarm> open() {
    return List.copyOf(state.alarms().open().values());
  }

  boolean anyShelved() {
    return state.alarms().open().values().stream().anyMatch(one -> one.alarm().shelved());
  }

  void emit(AlarmEvent event) {
    happenings.add(new Happening(event, state.alarms().after(event)));
    state = state.with(event);
  }

  void refuse(String why) {
    refusal = why;
  }

  int happened() {
    return happenings.size();
  }

  Step step() {
    return new Step(state, List.copyOf(happenings), refusal);
  }

  WardState state() {
    return state;
  }
}
