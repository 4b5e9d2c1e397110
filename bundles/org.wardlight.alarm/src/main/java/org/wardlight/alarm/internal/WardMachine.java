package org.wardlight.alarm.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.wardlight.alarm.internal.Step.Happening;
import org.wardlight.alarm.internal.WardAlarms.OpenAlarm;
import org.wardlight.alarm.internal.WardAlarms.Place;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.Alarm.State;
import org.wardlight.api.alarm.AlarmClass;
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
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.rule.Condition;

/**
 * The rules of the desk (docs/alarms.md): from a ward's state and an input to the events that
 * follow. Pure: no clock, no I/O, nothing kept between two steps.
 */
final class WardMachine {
  static final String STAFF_EMERGENCY = "staff.emergency";
  static final String BY_PRESENCE = "presence";
  static final String BY_CONDITION = "condition";
  static final String BY_FACILITY = "facility";

  private final String ward;
  private final Instant at;
  private WardAlarms state;
  private final List<Happening> happenings = new ArrayList<>();

  private WardMachine(String ward, WardAlarms state, Instant at) {
    this.ward = ward;
    this.state = state;
    this.at = at;
  }

  /** One step. */
  static Step step(String ward, WardAlarms state, Input input, Instant at) {
    WardMachine machine = new WardMachine(ward, state, at);
    String refusal = "";
    if (input instanceof Input.Conditions conditions) {
      machine.conditions(conditions);
    } else if (input instanceof Input.Called called) {
      machine.called(called);
    } else if (input instanceof Input.PresenceRead read) {
      machine.presence(read);
    } else if (input instanceof Input.ResetPressed reset) {
      machine.reset(reset);
    } else if (input instanceof Input.Accept accept) {
      machine.accept(accept);
    } else if (input instanceof Input.Close close) {
      refusal = machine.close(close);
    } else if (input instanceof Input.RoomRemoved removed) {
      machine.roomRemoved(removed);
    } else {
      throw new IllegalStateException("no rule for " + input.getClass());
    }
    return new Step(machine.state, List.copyOf(machine.happenings), refusal);
  }

  private void conditions(Input.Conditions change) {
    Set<Place> holding = new HashSet<>();
    for (Condition condition : change.began()) {
      holding.add(new Place(condition.kind(), condition.space()));
    }
    // What ends and begins in the same change goes on, with another reason, class or episode.
    Set<Place> ended = new HashSet<>();
    for (Condition condition : change.ended()) {
      ended.add(new Place(condition.kind(), condition.space()));
    }
    for (OpenAlarm one : List.copyOf(state.open().values())) {
      Alarm alarm = one.alarm();
      Place place = new Place(alarm.kind(), alarm.space());
      if (alarm.conditionActive()
          && !holding.contains(place)
          && (change.complete() || ended.contains(place))) {
        returned(alarm);
      }
    }
    change.began().forEach(this::holds);
  }

  private void returned(Alarm alarm) {
    emit(new Returned(at, ward, alarm.id()));
    if (!alarm.alarmClass().needsPerson() || alarm.state() == State.ATTENDED) {
      emit(new Closed(at, ward, alarm.id(), BY_CONDITION, "condition.returned"));
    }
  }

  private void holds(Condition c) {
    OpenAlarm open = state.at(c.kind(), c.space());
    if (open == null) {
      if (!state.dealtWith(c.kind(), c.space(), c.since())) {
        raise(
            new Raised(
                at,
                ward,
                Alarm.idOf(c.kind(), c.space(), c.since()),
                c.kind(),
                c.alarmClass(),
                c.room(),
                c.space(),
                c.since(),
                c.reason(),
                false,
                true));
      }
      return;
    }
    Alarm alarm = open.alarm();
    if (!alarm.conditionActive()) {
      emit(new Repeated(at, ward, alarm.id(), true, c.reason()));
    }
    if (c.alarmClass() != alarm.alarmClass()
        || (alarm.conditionActive() && !c.reason().equals(alarm.reason()))) {
      emit(new Reclassified(at, ward, alarm.id(), c.alarmClass(), c.reason()));
      attendIfPresent(alarm.id());
    }
  }

  private void called(Input.Called press) {
    String kind = press.call().kind();
    OpenAlarm emergency = state.at(STAFF_EMERGENCY, press.space());
    OpenAlarm open = state.at(kind, press.space());
    if (!press.pressed()
        && (open != null
            || emergency != null
            || state.dealtWith(kind, press.space(), press.since())
            || state.dealtWith(STAFF_EMERGENCY, press.space(), press.since()))) {
      return;
    }
    boolean staffCalls = state.present().containsKey(press.room());
    OpenAlarm again = staffCalls ? emergency : open;
    if (again != null) {
      emit(new Repeated(at, ward, again.alarm().id(), false, again.alarm().reason()));
      return;
    }
    String raised = staffCalls ? STAFF_EMERGENCY : kind;
    raise(
        new Raised(
            at,
            ward,
            Alarm.idOf(raised, press.space(), press.since()),
            raised,
            staffCalls ? AlarmClass.EMERGENCY : press.call().alarmClass(),
            press.room(),
            press.space(),
            press.since(),
            Reason.of(raised),
            !staffCalls && press.call().wetRoomOnly(),
            false));
  }

  private void raise(Raised raised) {
    emit(raised);
    attendIfPresent(raised.alarm());
  }

  /** Who is already in the room attends to it, unless staff themselves need help. */
  private void attendIfPresent(String id) {
    OpenAlarm open = state.open().get(id);
    if (open == null) {
      return;
    }
    Alarm alarm = open.alarm();
    if (alarm.alarmClass().needsPerson()
        && alarm.alarmClass() != AlarmClass.EMERGENCY
        && alarm.state() != State.ATTENDED
        && state.present().containsKey(alarm.room())) {
      emit(new Attended(at, ward, id));
    }
  }

  private void presence(Input.PresenceRead read) {
    if (read.present() == state.present().containsKey(read.room())) {
      return;
    }
    emit(new Presence(at, ward, read.room(), read.present()));
    for (OpenAlarm one : List.copyOf(state.open().values())) {
      if (one.alarm().room().equals(read.room())) {
        if (read.present()) {
          arrived(one.alarm());
        } else if (one.alarm().state() == State.ATTENDED) {
          left(one);
        }
      }
    }
  }

  private void arrived(Alarm alarm) {
    if (alarm.alarmClass().needsPerson() && alarm.state() != State.ATTENDED) {
      emit(new Attended(at, ward, alarm.id()));
    }
  }

  private void left(OpenAlarm one) {
    String id = one.alarm().id();
    emit(
        hasReturned(one)
            ? new Closed(at, ward, id, BY_PRESENCE, "condition.returned")
            : new Unattended(at, ward, id));
  }

  private void reset(Input.ResetPressed reset) {
    if (!reset.wetRoom() && !state.present().containsKey(reset.room())) {
      return;
    }
    for (OpenAlarm one : List.copyOf(state.open().values())) {
      Alarm alarm = one.alarm();
      boolean call = one.call() && alarm.wetRoomOnly() == reset.wetRoom();
      boolean over = !reset.wetRoom() && alarm.alarmClass().needsPerson() && hasReturned(one);
      if (alarm.room().equals(reset.room()) && (call || over)) {
        String reason = reset.wetRoom() ? "reset.in.wet.room" : "reset.in.room";
        emit(new Closed(at, ward, alarm.id(), BY_PRESENCE, reason));
      }
    }
  }

  private void accept(Input.Accept accept) {
    OpenAlarm open = state.open().get(accept.alarm());
    if (open != null && !accept.user().equals(open.alarm().acceptedBy())) {
      emit(new Accepted(at, ward, accept.alarm(), accept.user()));
    }
  }

  private String close(Input.Close close) {
    OpenAlarm open = state.open().get(close.alarm());
    if (open == null) {
      return "";
    }
    String refusal = close.reason().isBlank() ? "reason.missing" : refusal(open);
    if (refusal.isEmpty()) {
      emit(new Closed(at, ward, close.alarm(), close.user(), close.reason()));
    }
    return refusal;
  }

  /** Nobody can attend to it there, and no rule or button will ever end it. */
  private void roomRemoved(Input.RoomRemoved removed) {
    for (OpenAlarm one : List.copyOf(state.open().values())) {
      if (one.alarm().room().equals(removed.room())) {
        emit(new Closed(at, ward, one.alarm().id(), BY_FACILITY, "room.removed"));
      }
    }
  }

  private static String refusal(OpenAlarm one) {
    Alarm alarm = one.alarm();
    return switch (alarm.alarmClass()) {
      case EMERGENCY -> "close.in.room.only";
      case TECHNICAL -> alarm.conditionActive() ? "close.when.mended" : "";
      case ADVISORY -> "";
      case URGENT, CALL -> {
        if (alarm.wetRoomOnly()) {
          yield "close.in.wet.room.only";
        }
        yield alarm.state() == State.ATTENDED || hasReturned(one) ? "" : "close.when.attended";
      }
    };
  }

  private static boolean hasReturned(OpenAlarm one) {
    return !one.call() && !one.alarm().conditionActive();
  }

  private void emit(AlarmEvent event) {
    happenings.add(new Happening(event, state.after(event)));
    state = state.with(event);
  }
}
