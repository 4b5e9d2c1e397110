package org.wardlight.alarm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.wardlight.alarm.internal.Step.Happening;
import org.wardlight.alarm.internal.WardAlarms.OpenAlarm;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.Alarm.State;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmEvent.Closed;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.point.PointKind.Call;
import org.wardlight.api.rule.Condition;

/** Laws that hold whatever happens, in any order. */
class WardMachineLawsTest {
  private static final Instant START = Instant.parse("2026-11-22T02:00:00Z");
  private static final List<String> ROOMS = List.of("1", "2");
  private static final Set<String> EDGES =
      Set.of(
          "RAISED>ACCEPTED",
          "RAISED>ATTENDED",
          "ACCEPTED>ATTENDED",
          "ATTENDED>RAISED",
          "ACCEPTED>RAISED",
          "RAISED>CLOSED",
          "ACCEPTED>CLOSED",
          "ATTENDED>CLOSED");

  /** A move of the building or of people; the world below makes an input of it. */
  record Move(int what, int room, int kind, boolean flag) {}

  @Provide
  Arbitrary<List<Move>> moves() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 9),
            Arbitraries.integers().between(0, 1),
            Arbitraries.integers().between(0, 3),
            Arbitraries.of(true, false))
        .as(Move::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  /** The world around the machine: what holds and who is where, kept the plainest way. */
  private static final class World {
    final Map<String, Condition> holding = new HashMap<>();
    final Set<String> present = new HashSet<>();
    WardState state = WardState.EMPTY;
    WardState folded = WardState.EMPTY;
    final Set<String> raised = new HashSet<>();
    Instant now = START;

    Input input(Move move) {
      String room = ROOMS.get(move.room());
      List<OpenAlarm> open = List.copyOf(state.alarms().open().values());
      String id = open.isEmpty() ? "none" : open.get(move.kind() % open.size()).alarm().id();
      return switch (move.what()) {
        case 0, 1, 2 -> toggled(room, move.kind());
        case 3, 4 ->
            new Input.Called(
                room + "-io/" + move.kind() % 2,
                new Call("call." + move.kind() % 2, AlarmClass.CALL, move.kind() % 2 == 1),
                room,
                room + "/x",
                now,
                move.flag());
        case 5 -> new Input.PresenceRead(room, !present.contains(room));
        case 6 -> new Input.ResetPressed(room, move.flag());
        case 7 -> new Input.Accept(id, move.flag() ? "anna" : "ben");
        case 8 -> new Input.Close(id, "anna", move.flag() ? "seen to" : "");
        default -> complete();
      };
    }

    Input toggled(String room, int kind) {
      AlarmClass alarmClass =
          List.of(
                  AlarmClass.EMERGENCY,
                  AlarmClass.URGENT,
                  AlarmClass.ADVISORY,
                  AlarmClass.TECHNICAL)
              .get(kind);
      String key = "rule." + kind + "@" + room;
      Condition before = holding.remove(key);
      if (before != null) {
        return new Input.Conditions(false, List.of(), List.of(before));
      }
      Condition c =
          new Condition("rule." + kind, alarmClass, room, room + "/x", now, Reason.of("r"));
      holding.put(key, c);
      return new Input.Conditions(false, List.of(c), List.of());
    }

    Input complete() {
      return new Input.Conditions(true, List.copyOf(holding.values()), List.of());
    }

    void play(Move move) {
      now = now.plusSeconds(1);
      Input input = input(move);
      WardState before = state;
      Step step = WardMachine.step("w", state, input, now, House.RULES);
      state = step.state();
      if (input instanceof Input.PresenceRead read) {
        boolean unused = read.present() ? present.add(read.room()) : present.remove(read.room());
      }
      WardState at = before;
      for (Happening happening : step.happenings()) {
        allowed(at.alarms(), happening);
        causeOfEnd(at.alarms(), happening, input);
        folded = folded.with(happening.event());
        at = at.with(happening.event());
      }
    }

    private void allowed(WardAlarms before, Happening happening) {
      Alarm after = happening.after();
      if (after == null) {
        assertThat(
                happening.event().alarm() == null
                    || happening.event() instanceof AlarmEvent.Returned)
            .isTrue();
        return;
      }
      OpenAlarm was = before.open().get(after.id());
      if (was == null) {
        assertThat(after.state()).isEqualTo(State.RAISED);
        assertThat(raised.add(after.id())).as("raised once: %s", after.id()).isTrue();
      } else if (was.alarm().state() != after.state()) {
        assertThat(EDGES).contains(was.alarm().state() + ">" + after.state());
      }
    }

    private void causeOfEnd(WardAlarms before, Happening happening, Input input) {
      if (!(happening.event() instanceof Closed closed)) {
        return;
      }
      OpenAlarm was = before.open().get(closed.alarm());
      if (was == null) {
        throw new AssertionError("closed but not open: " + closed);
      }
      Alarm alarm = was.alarm();
      switch (closed.by()) {
        case "condition" -> {
          assertThat(input).isInstanceOf(Input.Conditions.class);
          assertThat(alarm.conditionActive()).isFalse();
          assertThat(was.call()).isFalse();
          assertThat(!alarm.alarmClass().needsPerson() || alarm.state() == State.ATTENDED).isTrue();
        }
        case "presence" -> {
          assertThat(was.call() || !alarm.conditionActive()).isTrue();
          assertThat(input).isInstanceOfAny(Input.ResetPressed.class, Input.PresenceRead.class);
          if (alarm.wetRoomOnly()) {
            assertThat(input).isEqualTo(new Input.ResetPressed(alarm.room(), true));
          }
        }
        default -> {
          assertThat(input).isInstanceOf(Input.Close.class);
          boolean over = !was.call() && !alarm.conditionActive();
          assertThat(alarm.alarmClass() != AlarmClass.EMERGENCY || over).isTrue();
          assertThat(alarm.wetRoomOnly()).isFalse();
          assertThat(closed.reason()).isNotBlank();
        }
      }
    }
  }

  @Property(tries = 400)
  void theLawsOfTheDeskHoldInEveryOrderOfInputs(@ForAll("moves") List<Move> moves) {
    World world = new World();
    for (Move move : moves) {
      world.play(move);
      Set<String> places = new HashSet<>();
      for (OpenAlarm open : world.state.alarms().open().values()) {
        Alarm alarm = open.alarm();
        assertThat(places.add(alarm.kind() + "@" + alarm.space())).as("one open a place").isTrue();
        assertThat(alarm.state() == State.ATTENDED && !world.present.contains(alarm.room()))
            .as("attended by nobody: %s", alarm)
            .isFalse();
      }
      // Projection consistency: the events alone give the same state.
      assertThat(world.folded).isEqualTo(world.state);
      assertThat(world.state.alarms().present().keySet()).isEqualTo(world.present);
      // The same facts again change nothing.
      assertThat(
              WardMachine.step(
                      "w", world.state, world.complete(), world.now.plusSeconds(1), House.RULES)
                  .events())
          .isEmpty();
    }
  }

  @Property(tries = 150)
  void whatHoldsIsOpenUnlessAPersonDealtWithIt(@ForAll("moves") List<Move> moves) {
    World world = new World();
    List<Move> withoutClosing = new ArrayList<>(moves);
    withoutClosing.removeIf(move -> move.what() == 8);
    withoutClosing.forEach(world::play);
    for (Condition c : world.holding.values()) {
      OpenAlarm open = world.state.alarms().at(c.kind(), c.space());
      if (open == null) {
        throw new AssertionError("holds but is not open: " + c);
      }
      assertThat(open.alarm().conditionActive()).isTrue();
    }
  }
}
