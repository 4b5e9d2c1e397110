package org.wardlight.alarm.internal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.AlarmEvent.Delivered;
import org.wardlight.api.alarm.AlarmEvent.HandedOver;
import org.wardlight.api.alarm.AlarmEvent.Seen;
import org.wardlight.api.alarm.AlarmEvent.TerminalPaired;
import org.wardlight.api.alarm.AlarmEvent.TerminalRevoked;

/**
 * The rules of the desk (docs/alarms.md): from a ward's state and an input to the events that
 * follow. Pure: no clock, no I/O, nothing kept between two steps. What time brings about is worked
 * out from the state; {@link #nextDeadline} says when there will be something.
 */
final class WardMachine {
  private static final int MOST_SCREENS = 100;

  private WardMachine() {}

  /**
   * One step. The state is taken to be settled: where a deadline has passed, or the rules are other
   * ones, {@link Input.TimePassed} comes first. So an input from which nothing follows costs
   * little.
   */
  static Step step(String ward, WardState state, Input input, Instant at, WardRules rules) {
    Turn turn = new Turn(ward, state, at, rules);
    if (!Lifecycle.take(turn, input) && !ShelvingRules.take(turn, input) && !rest(turn, input)) {
      throw new IllegalStateException("no rule for " + input.getClass());
    }
    if (turn.happened() > 0 || input instanceof Input.TimePassed) {
      settle(turn);
    }
    return turn.step();
  }

  private static boolean rest(Turn turn, Input input) {
    if (input instanceof Input.Stages stages) {
      EpisodeRules.take(turn, stages);
    } else if (input instanceof Input.BeginDuty duty) {
      DutyRules.begin(turn, duty);
    } else if (input instanceof Input.EndDuty duty) {
      DutyRules.end(turn, duty);
    } else if (input instanceof Input.BeginWalkTest test) {
      WalkTesting.begin(turn, test);
    } else if (input instanceof Input.EndWalkTest test) {
      WalkTesting.end(turn, test);
    } else if (input instanceof Input.Delivered shown) {
      delivered(turn, shown);
    } else if (input instanceof Input.Seen shown) {
      seen(turn, shown);
    } else if (input instanceof Input.HandOver sheet) {
      turn.emit(
          new HandedOver(
              turn.at,
              turn.ward,
              sheet.user(),
              sheet.note(),
              sheet.open(),
              sheet.shelved(),
              sheet.uncovered()));
    } else if (input instanceof Input.PairTerminal pair) {
      turn.emit(
          new TerminalPaired(
              turn.at, turn.ward, pair.terminal(), pair.name(), pair.bed(), pair.user()));
    } else if (input instanceof Input.RevokeTerminal revoke) {
      turn.emit(
          new TerminalRevoked(
              turn.at, turn.ward, revoke.terminal(), revoke.name(), revoke.bed(), revoke.user()));
    } else {
      return input instanceof Input.TimePassed;
    }
    return true;
  }

  private static void delivered(Turn turn, Input.Delivered shown) {
    WardAlarms.OpenAlarm open = turn.alarms().open().get(shown.alarm());
    if (open != null
        && open.delivered().size() < MOST_SCREENS
        && !open.delivered().contains(shown.screen())) {
      turn.emit(new Delivered(turn.at, turn.ward, shown.alarm(), shown.screen()));
    }
  }

  private static void seen(Turn turn, Input.Seen shown) {
    WardAlarms.OpenAlarm open = turn.alarms().open().get(shown.alarm());
    if (open != null
        && open.seen().size() < MOST_SCREENS
        && !open.seen().contains(shown.screen())) {
      turn.emit(new Seen(turn.at, turn.ward, shown.alarm(), shown.screen(), shown.user()));
    }
  }

  /** Brings about what is due, until nothing more follows. */
  private static void settle(Turn turn) {
    int before;
    do {
      before = turn.happened();
      WalkTesting.settle(turn);
      DutyRules.settle(turn);
      ShelvingRules.settle(turn);
      Lifecycle.settle(turn);
      Escalation.settle(turn);
      Notes.settle(turn);
    } while (turn.happened() > before);
  }

  /** When something will happen although nothing else does; null for never. */
  static @Nullable Instant nextDeadline(WardState state, WardRules rules, Instant at) {
    Earliest next = new Earliest();
    Escalation.deadlines(state, rules, next);
    ShelvingRules.deadlines(state, next);
    DutyRules.deadlines(state, rules, next);
    WalkTesting.deadlines(state, next);
    Notes.deadlines(state, at, next);
    return next.instant();
  }

  /** The earliest of some instants. */
  static final class Earliest {
    private @Nullable Instant earliest;

    void add(@Nullable Instant instant) {
      if (instant != null && (earliest == null || instant.isBefore(earliest))) {
        earliest = instant;
      }
    }

    @Nullable Instant instant() {
      return earliest;
    }
  }
}
