package org.wardlight.alarm.internal;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardlight.alarm.internal.WardAlarms.Ended;
import org.wardlight.alarm.internal.WardAlarms.OpenAlarm;
import org.wardlight.alarm.internal.WardAlarms.Place;
import org.wardlight.alarm.internal.WardBook.Walk;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.Alarm.State;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent.Accepted;
import org.wardlight.api.alarm.AlarmEvent.Attended;
import org.wardlight.api.alarm.AlarmEvent.CalledFrom;
import org.wardlight.api.alarm.AlarmEvent.Closed;
import org.wardlight.api.alarm.AlarmEvent.Presence;
import org.wardlight.api.alarm.AlarmEvent.Raised;
import org.wardlight.api.alarm.AlarmEvent.Reclassified;
import org.wardlight.api.alarm.AlarmEvent.Repeated;
import org.wardlight.api.alarm.AlarmEvent.Returned;
import org.wardlight.api.alarm.AlarmEvent.SpokenWith;
import org.wardlight.api.alarm.AlarmEvent.Unattended;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.rule.Condition;

/** How alarms arise, are attended to and end. */
final class Lifecycle {
  static final String STAFF_EMERGENCY = "staff.emergency";
  static final String BY_PRESENCE = "presence";
  static final String BY_CONDITION = "condition";
  static final String BY_FACILITY = "facility";

  private Lifecycle() {}

  /** Whether the input was one of these. */
  static boolean take(Turn turn, Input input) {
    if (input instanceof Input.Conditions conditions) {
      conditions(turn, conditions);
    } else if (input instanceof Input.Called called) {
      called(turn, called);
    } else if (input instanceof Input.TerminalPressed pressed) {
      calledFrom(turn, pressed);
    } else if (input instanceof Input.PresenceRead read) {
      presence(turn, read);
    } else if (input instanceof Input.ResetPressed reset) {
      reset(turn, reset);
    } else if (input instanceof Input.Accept accept) {
      accept(turn, accept);
    } else if (input instanceof Input.SpokenWith spoken) {
      spokenWith(turn, spoken);
    } else if (input instanceof Input.Close close) {
      close(turn, close);
    } else if (input instanceof Input.RoomRemoved removed) {
      roomRemoved(turn, removed);
    } else {
      return false;
    }
    return true;
  }

  private static void conditions(Turn turn, Input.Conditions change) {
    Set<Place> holding = new HashSet<>();
    for (Condition condition : change.began()) {
      holding.add(new Place(condition.kind(), condition.space()));
    }
    // What ends and begins in the same change goes on, with another reason, class or episode.
    Set<Place> ended = new HashSet<>();
    for (Condition condition : change.ended()) {
      ended.add(new Place(condition.kind(), condition.space()));
    }
    for (OpenAlarm one : turn.open()) {
      Place place = Place.of(one.alarm());
      if (one.alarm().conditionActive() && ends(change, place, holding, ended)) {
        returned(turn, one.alarm());
      }
    }
    for (Map.Entry<Place, Ended> entry : turn.alarms().closed().entrySet()) {
      Place place = entry.getKey();
      Ended last = entry.getValue();
      // A button is no condition: it may still be on although no rule speaks of it.
      if (last.holding()
          && !last.call()
          && turn.alarms().at(place.kind(), place.space()) == null
          && ends(change, place, holding, ended)) {
        turn.emit(new Returned(turn.at, turn.ward, last.alarm()));
      }
    }
    change.began().forEach(condition -> holds(turn, condition));
  }

  private static boolean ends(
      Input.Conditions change, Place place, Set<Place> holding, Set<Place> ended) {
    // What the desk holds itself is in nobody's complete set.
    boolean missing = change.complete() && !Notes.KINDS.contains(place.kind());
    return !holding.contains(place) && (missing || ended.contains(place));
  }

  /** What raised it no longer holds. */
  static void returned(Turn turn, Alarm alarm) {
    turn.emit(new Returned(turn.at, turn.ward, alarm.id()));
    boolean ends = !alarm.alarmClass().needsPerson() && quiet(turn, alarm);
    if (ends || alarm.state() == State.ATTENDED) {
      closed(turn, alarm, BY_CONDITION, "condition.returned");
    }
  }

  private static boolean quiet(Turn turn, Alarm alarm) {
    return !turn.alarms().chatters(Place.of(alarm), turn.at);
  }

  /** What returned while it chattered ends when it has been quiet. */
  static void settle(Turn turn) {
    for (OpenAlarm one : turn.open()) {
      Alarm alarm = one.alarm();
      if (hasReturned(one) && !alarm.alarmClass().needsPerson() && quiet(turn, alarm)) {
        closed(turn, alarm, BY_CONDITION, "condition.returned");
      }
    }
  }

  /** A condition holds. */
  static void holds(Turn turn, Condition c) {
    OpenAlarm open = turn.alarms().at(c.kind(), c.space());
    if (open == null) {
      if (!turn.alarms().dealtWith(c.kind(), c.space(), c.since())) {
        raise(
            turn,
            new Raised(
                turn.at,
                turn.ward,
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
      turn.emit(new Repeated(turn.at, turn.ward, alarm.id(), true, c.reason()));
    }
    if (c.alarmClass() != alarm.alarmClass()
        || (alarm.conditionActive() && !c.reason().equals(alarm.reason()))) {
      turn.emit(new Reclassified(turn.at, turn.ward, alarm.id(), c.alarmClass(), c.reason()));
      attendIfPresent(turn, alarm.id());
    }
  }

  private static void called(Turn turn, Input.Called press) {
    String kind = press.call().kind();
    OpenAlarm emergency = turn.alarms().at(STAFF_EMERGENCY, press.space());
    OpenAlarm open = turn.alarms().at(kind, press.space());
    if (!press.pressed()
        && (open != null
            || emergency != null
            || turn.alarms().dealtWith(kind, press.space(), press.since())
            || turn.alarms().dealtWith(STAFF_EMERGENCY, press.space(), press.since()))) {
      return;
    }
    boolean staffCalls = turn.alarms().present().containsKey(press.room());
    Walk walk =
        press.pressed() && !staffCalls ? WalkTesting.firstPress(turn, press.room(), press) : null;
    OpenAlarm again = staffCalls ? emergency : open;
    if (walk != null && (again == null || again.alarm().handling().test() != null)) {
      WalkTesting.tick(turn, walk, press, again);
    } else if (again == null) {
      raise(turn, call(turn, press, staffCalls, null));
    } else if (again.alarm().handling().test() != null) {
      // Nobody presses a tested button again but somebody who needs help.
      closed(turn, again.alarm(), WalkTesting.BY_WALK_TEST, "walktest.pressed.again");
      raise(turn, call(turn, press, staffCalls, null));
    } else if (!bounces(turn, again.alarm())) {
      Alarm alarm = again.alarm();
      turn.emit(new Repeated(turn.at, turn.ward, alarm.id(), false, alarm.reason()));
    }
  }

  /** A terminal is one more button of its bed; that it was this one is on record with the call. */
  private static void calledFrom(Turn turn, Input.TerminalPressed pressed) {
    String bed = pressed.bed();
    called(
        turn, new Input.Called(callPoint(bed), pressed.call(), pressed.room(), bed, turn.at, true));
    boolean staffCalls = turn.alarms().present().containsKey(pressed.room());
    OpenAlarm call = turn.alarms().at(staffCalls ? STAFF_EMERGENCY : pressed.call().kind(), bed);
    if (call != null) {
      turn.emit(
          new CalledFrom(
              turn.at, turn.ward, call.alarm().id(), pressed.terminal(), pressed.name()));
    }
  }

  /** The name under which a walk test ticks off the terminals of a bed. */
  static String callPoint(String bed) {
    return "bedside/" + bed;
  }

  /** Presses within a second are one: nobody learns anything from the second. */
  private static boolean bounces(Turn turn, Alarm alarm) {
    WardAlarms.Beats beats = turn.alarms().beats().get(Place.of(alarm));
    return beats != null && turn.at.isBefore(beats.last().plusSeconds(1));
  }

  static Raised call(Turn turn, Input.Called press, boolean staffCalls, @Nullable String test) {
    String raised = staffCalls ? STAFF_EMERGENCY : press.call().kind();
    return new Raised(
        turn.at,
        turn.ward,
        Alarm.idOf(raised, press.space(), press.since()),
        raised,
        staffCalls ? AlarmClass.EMERGENCY : press.call().alarmClass(),
        press.room(),
        press.space(),
        press.since(),
        Reason.of(raised),
        !staffCalls && press.call().wetRoomOnly(),
        false,
        null,
        null,
        test);
  }

  static void raise(Turn turn, Raised raised) {
    turn.emit(ShelvingRules.heldBack(turn, raised));
    attendIfPresent(turn, raised.alarm());
  }

  /** Who is already in the room attends to it, unless staff themselves need help. */
  private static void attendIfPresent(Turn turn, String id) {
    OpenAlarm open = turn.alarms().open().get(id);
    if (open == null) {
      return;
    }
    Alarm alarm = open.alarm();
    if (alarm.alarmClass().needsPerson()
        && alarm.alarmClass() != AlarmClass.EMERGENCY
        && alarm.state() != State.ATTENDED
        && turn.alarms().present().containsKey(alarm.room())) {
      turn.emit(new Attended(turn.at, turn.ward, id));
    }
  }

  private static void presence(Turn turn, Input.PresenceRead read) {
    if (read.present() == turn.alarms().present().containsKey(read.room())) {
      return;
    }
    turn.emit(new Presence(turn.at, turn.ward, read.room(), read.present()));
    for (OpenAlarm one : turn.open()) {
      if (one.alarm().room().equals(read.room())) {
        if (read.present()) {
          arrived(turn, one.alarm());
        } else if (one.alarm().state() == State.ATTENDED) {
          left(turn, one);
        }
      }
    }
  }

  private static void arrived(Turn turn, Alarm alarm) {
    if (alarm.alarmClass().needsPerson() && alarm.state() != State.ATTENDED) {
      turn.emit(new Attended(turn.at, turn.ward, alarm.id()));
    }
  }

  private static void left(Turn turn, OpenAlarm one) {
    if (hasReturned(one)) {
      closed(turn, one.alarm(), BY_PRESENCE, "condition.returned");
    } else {
      turn.emit(new Unattended(turn.at, turn.ward, one.alarm().id()));
    }
  }

  private static void reset(Turn turn, Input.ResetPressed reset) {
    if (!reset.wetRoom() && !turn.alarms().present().containsKey(reset.room())) {
      return;
    }
    for (OpenAlarm one : turn.open()) {
      Alarm alarm = one.alarm();
      boolean call = one.call() && alarm.wetRoomOnly() == reset.wetRoom();
      boolean over = !reset.wetRoom() && alarm.alarmClass().needsPerson() && hasReturned(one);
      if (alarm.room().equals(reset.room()) && (call || over)) {
        closed(turn, alarm, BY_PRESENCE, reset.wetRoom() ? "reset.in.wet.room" : "reset.in.room");
      }
    }
  }

  private static void accept(Turn turn, Input.Accept accept) {
    OpenAlarm open = turn.alarms().open().get(accept.alarm());
    if (open == null) {
      turn.refuse(Step.NOT_FOUND);
    } else if (!accept.user().equals(open.alarm().acceptedBy())) {
      turn.emit(new Accepted(turn.at, turn.ward, accept.alarm(), accept.user()));
    }
  }

  private static void spokenWith(Turn turn, Input.SpokenWith spoken) {
    OpenAlarm open = turn.alarms().open().get(spoken.alarm());
    if (open == null) {
      turn.refuse(Step.NOT_FOUND);
    } else if (open.alarm().alarmClass() != AlarmClass.CALL || open.alarm().wetRoomOnly()) {
      turn.refuse("conversation.call.only");
    } else if (!spoken.user().equals(open.alarm().acceptedBy())) {
      turn.refuse("conversation.by.acceptor.only");
    } else {
      turn.emit(new SpokenWith(turn.at, turn.ward, spoken.alarm(), spoken.user()));
    }
  }

  private static void close(Turn turn, Input.Close close) {
    OpenAlarm open = turn.alarms().open().get(close.alarm());
    String refusal = open == null ? Step.NOT_FOUND : refusal(open);
    if (open == null || (!refusal.isEmpty() && !close.reason().isBlank())) {
      turn.refuse(refusal);
    } else if (close.reason().isBlank()) {
      turn.refuse("reason.missing");
    } else {
      closed(turn, open.alarm(), close.user(), close.reason());
    }
  }

  private static String refusal(OpenAlarm one) {
    Alarm alarm = one.alarm();
    boolean over = alarm.state() == State.ATTENDED || hasReturned(one);
    return switch (alarm.alarmClass()) {
      // A fire alarm stands where there is no button: once it is over, a person may say so.
      case EMERGENCY -> hasReturned(one) ? "" : "close.in.room.only";
      case TECHNICAL -> alarm.conditionActive() ? "close.when.mended" : "";
      case ADVISORY -> "";
      case URGENT ->
          alarm.wetRoomOnly() ? "close.in.wet.room.only" : over ? "" : "close.when.attended";
      case CALL -> {
        if (alarm.wetRoomOnly()) {
          yield "close.in.wet.room.only";
        }
        boolean spoken = alarm.handling().spokenBy() != null;
        yield over || spoken ? "" : "close.after.conversation";
      }
    };
  }

  /** Nobody can attend to it there, and no rule or button will ever end it. */
  private static void roomRemoved(Turn turn, Input.RoomRemoved removed) {
    for (OpenAlarm one : turn.open()) {
      if (one.alarm().room().equals(removed.room())) {
        closed(turn, one.alarm(), BY_FACILITY, "room.removed");
      }
    }
  }

  static void closed(Turn turn, Alarm alarm, String by, String reason) {
    turn.emit(new Closed(turn.at, turn.ward, alarm.id(), by, reason));
  }

  private static boolean hasReturned(OpenAlarm one) {
    return !one.call() && !one.alarm().conditionActive();
  }
}
