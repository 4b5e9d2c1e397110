package org.wardlight.alarm.internal;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.wardlight.alarm.internal.WardAlarms.OpenAlarm;
import org.wardlight.alarm.internal.WardBook.Walk;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmEvent.Raised;
import org.wardlight.api.alarm.AlarmEvent.WalkTestBegan;
import org.wardlight.api.alarm.AlarmEvent.WalkTestEnded;
import org.wardlight.api.alarm.AlarmEvent.WalkTestTicked;
import org.wardlight.api.alarm.WalkTests;

/**
 * Walk tests. Only the first press of a point is taken for a test, only without staff presence, and
 * only until somebody accepts it: whoever needs help meanwhile presses twice or is seen.
 */
final class WalkTesting {
  static final String BY_WALK_TEST = "walktest";

  /** How long a test call is shown. */
  static final Duration SHOWN = Duration.ofMinutes(1);

  private WalkTesting() {}

  static void begin(Turn turn, Input.BeginWalkTest test) {
    boolean running =
        turn.book().walks().stream()
            .anyMatch(
                walk ->
                    walk.ended() == null && (test.room().isEmpty() || walk.covers(test.room())));
    if (running) {
      turn.refuse("walktest.running");
    } else if (test.duration().compareTo(WalkTests.LONGEST) > 0
        || test.duration().isNegative()
        || test.duration().isZero()) {
      turn.refuse("walktest.duration");
    } else {
      turn.emit(
          new WalkTestBegan(
              turn.at,
              turn.ward,
              "walktest@" + turn.ward + "@" + test.room() + "@" + turn.at,
              test.room(),
              test.user(),
              turn.at.plus(test.duration())));
    }
  }

  static void end(Turn turn, Input.EndWalkTest test) {
    Walk walk = turn.book().walk(test.id());
    if (walk == null || walk.ended() != null) {
      turn.refuse(Step.NOT_FOUND);
    } else {
      turn.emit(new WalkTestEnded(turn.at, turn.ward, walk.id(), test.user()));
    }
  }

  /** The test that this press belongs to; null if it is none. */
  static @Nullable Walk firstPress(Turn turn, String room, Input.Called press) {
    Walk walk = turn.book().walkIn(room);
    return walk == null || walk.ticks().containsKey(press.point()) ? null : walk;
  }

  /**
   * Ticks a point off.
   *
   * @param shown the test call that another point of the space has made just before, if any
   */
  static void tick(Turn turn, Walk walk, Input.Called press, @Nullable OpenAlarm shown) {
    String alarm;
    if (shown == null) {
      Raised raised = Lifecycle.call(turn, press, false, walk.id());
      Lifecycle.raise(turn, raised);
      alarm = raised.alarm();
    } else {
      alarm = shown.alarm().id();
    }
    turn.emit(new WalkTestTicked(turn.at, turn.ward, alarm, walk.id(), press.point()));
  }

  static void settle(Turn turn) {
    for (Walk walk : turn.book().walks()) {
      if (walk.ended() == null && !walk.until().isAfter(turn.at)) {
        turn.emit(new WalkTestEnded(turn.at, turn.ward, walk.id(), ShelvingRules.BY_EXPIRY));
      }
    }
    for (OpenAlarm one : turn.open()) {
      Alarm alarm = one.alarm();
      if (alarm.handling().test() != null && over(alarm, turn.at)) {
        Lifecycle.closed(turn, alarm, BY_WALK_TEST, "walktest.over");
      }
    }
  }

  /** Also if it is from the future: then the clock went back with a restart. */
  private static boolean over(Alarm alarm, Instant at) {
    return !alarm.raisedAt().plus(SHOWN).isAfter(at) || alarm.raisedAt().isAfter(at);
  }

  static void deadlines(WardState state, WardMachine.Earliest next) {
    for (Walk walk : state.book().walks()) {
      next.add(walk.ended() == null ? walk.until() : null);
    }
    for (OpenAlarm one : state.alarms().open().values()) {
      Alarm alarm = one.alarm();
      next.add(alarm.handling().test() != null ? alarm.raisedAt().plus(SHOWN) : null);
    }
  }
}
