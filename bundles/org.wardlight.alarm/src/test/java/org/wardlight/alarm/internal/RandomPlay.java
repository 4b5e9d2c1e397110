package org.wardlight.alarm.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.alarm.Shelving;
import org.wardlight.api.point.PointKind.Call;
import org.wardlight.api.rule.Condition;

/** A random night of a ward with two rooms; the same for the same seed. */
final class RandomPlay {
  static final List<String> ROOMS = List.of("1", "2");
  private static final Duration SHELVED = Duration.ofMinutes(5);

  private final Random random;
  private final PlayedWard ward = new PlayedWard();
  private final Map<String, Condition> holding = new HashMap<>();
  private final Map<String, Boolean> present = new HashMap<>();

  private RandomPlay(long seed) {
    random = new Random(seed);
  }

  /** Plays so many moves. */
  static PlayedWard play(long seed, int moves) {
    RandomPlay play = new RandomPlay(seed);
    for (int i = 0; i < moves; i++) {
      for (Move move : play.next()) {
        play.ward.pass(move.after());
        Step unused = play.ward.give(move.input());
      }
    }
    return play.ward;
  }

  /** An input, and how much later than the one before. */
  record Move(Duration after, Input input) {}

  static RandomPlay of(long seed) {
    return new RandomPlay(seed);
  }

  private Duration later() {
    return Duration.ofSeconds(random.nextInt(4) == 0 ? 1 + random.nextInt(200) : 1);
  }

  /** The next move, as seen by somebody who knows which alarms are open. */
  List<Move> next() {
    List<Alarm> open = ward.alarms().stream().filter(a -> !Notes.KINDS.contains(a.kind())).toList();
    return List.of(next(ward.now, open));
  }

  Move next(Instant now, List<Alarm> open) {
    Duration after = later();
    Instant at = now.plus(after);
    String room = ROOMS.get(random.nextInt(ROOMS.size()));
    String id = open.isEmpty() ? "none" : open.get(random.nextInt(open.size())).id();
    Input input =
        switch (random.nextInt(12)) {
          case 0, 1 -> press(room, at);
          case 2, 3, 4 -> toggled(room, at);
          case 5 -> new Input.PresenceRead(room, toggle(room));
          case 6 -> new Input.ResetPressed(room, random.nextInt(3) == 0);
          case 7 -> new Input.Accept(id, random.nextBoolean() ? "anna" : "ben");
          case 8 -> new Input.Close(id, "anna", "seen to");
          case 9 ->
              random.nextBoolean()
                  ? new Input.BeginDuty("anna", "nurses")
                  : new Input.EndDuty("anna");
          case 10 ->
              new Input.Shelve(
                  random.nextBoolean() ? Shelving.Type.ONE_ALARM : Shelving.Type.BYPASS,
                  "rule.0",
                  random.nextBoolean() ? id : room,
                  "anna",
                  "r",
                  SHELVED);
          default -> new Input.SpokenWith(id, "anna");
        };
    return new Move(after, input);
  }

  private Input press(String room, Instant at) {
    boolean cord = random.nextInt(3) == 0;
    Call call =
        cord
            ? new Call("call.bathroom", AlarmClass.URGENT, true)
            : new Call("call.bed", AlarmClass.CALL, false);
    return !cord && random.nextInt(3) == 0
        ? new Input.TerminalPressed("t-1", "Bed", call, room, room + "/x")
        : new Input.Called(room + "-io/" + call.kind(), call, room, room + "/x", at, true);
  }

  private boolean toggle(String room) {
    boolean now = !present.getOrDefault(room, false);
    present.put(room, now);
    return now;
  }

  private Input toggled(String room, Instant at) {
    int kind = random.nextInt(3);
    String key = "rule." + kind + "@" + room;
    Condition before = holding.remove(key);
    if (before != null) {
      return new Input.Conditions(false, List.of(), List.of(before));
    }
    AlarmClass alarmClass =
        kind == 0 ? AlarmClass.URGENT : kind == 1 ? AlarmClass.ADVISORY : AlarmClass.EMERGENCY;
    Condition c = new Condition("rule." + kind, alarmClass, room, room + "/x", at, Reason.of("r"));
    holding.put(key, c);
    List<Condition> all = new ArrayList<>(holding.values());
    return random.nextInt(4) == 0
        ? new Input.Conditions(true, all, List.of())
        : new Input.Conditions(false, List.of(c), List.of());
  }
}
