package org.wardlight.alarm.internal;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardlight.alarm.internal.WardAlarms.OpenAlarm;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent.Raised;
import org.wardlight.api.alarm.AlarmEvent.Shelved;
import org.wardlight.api.alarm.AlarmEvent.ShelvingBegan;
import org.wardlight.api.alarm.AlarmEvent.ShelvingEnded;
import org.wardlight.api.alarm.AlarmEvent.Unshelved;
import org.wardlight.api.alarm.Shelves;
import org.wardlight.api.alarm.Shelving;

/**
 * What is held back, and until when. An alarm that is held back is raised, kept and ended like any
 * other; it only does not call. So nothing is lost when the shelving ends.
 */
final class ShelvingRules {
  static final String BY_EXPIRY = "expiry";

  private ShelvingRules() {}

  /** Whether the input was one of these. */
  static boolean take(Turn turn, Input input) {
    if (input instanceof Input.Shelve shelve) {
      String refusal = refusal(turn, shelve);
      if (refusal.isEmpty()) {
        begin(turn, shelve);
      } else {
        turn.refuse(refusal);
      }
    } else if (input instanceof Input.EndShelving end) {
      if (turn.book().shelvings().containsKey(end.id())) {
        turn.emit(new ShelvingEnded(turn.at, turn.ward, end.id(), end.user()));
        apply(turn, Map.of());
      } else {
        turn.refuse(Step.NOT_FOUND);
      }
    } else {
      return false;
    }
    return true;
  }

  private static String refusal(Turn turn, Input.Shelve shelve) {
    if (shelve.reason().isBlank()) {
      return "reason.missing";
    }
    if (shelve.duration().compareTo(Shelves.SHORTEST) < 0
        || shelve.duration().compareTo(Shelves.LONGEST) > 0) {
      return "shelve.duration";
    }
    if (shelve.type() == Shelving.Type.BYPASS) {
      boolean call =
          turn.rules.callKinds().contains(shelve.kind())
              || shelve.kind().equals(Lifecycle.STAFF_EMERGENCY);
      return call ? "shelve.call" : "";
    }
    if (shelve.type() == Shelving.Type.ONE_ALARM) {
      OpenAlarm open = turn.alarms().open().get(shelve.subject());
      if (open == null) {
        return Step.NOT_FOUND;
      }
      boolean emergency = open.alarm().alarmClass() == AlarmClass.EMERGENCY;
      return emergency ? "shelve.emergency" : open.call() ? "shelve.call" : "";
    }
    return "";
  }

  private static void begin(Turn turn, Input.Shelve shelve) {
    OpenAlarm open = turn.alarms().open().get(shelve.subject());
    String kind =
        shelve.type() == Shelving.Type.ONE_ALARM && open != null
            ? open.alarm().kind()
            : shelve.kind();
    for (Shelving other : List.copyOf(turn.book().shelvings().values())) {
      if (other.type() == shelve.type()
          && other.kind().equals(kind)
          && other.subject().equals(shelve.subject())) {
        turn.emit(new ShelvingEnded(turn.at, turn.ward, other.id(), shelve.user()));
      }
    }
    String type = shelve.type().name().toLowerCase(Locale.ROOT);
    turn.emit(
        new ShelvingBegan(
            turn.at,
            turn.ward,
            String.join("@", type, kind, shelve.subject(), turn.at.toString()),
            shelve.type(),
            kind,
            shelve.subject(),
            shelve.user(),
            shelve.reason(),
            turn.at.plus(shelve.duration())));
    apply(turn, Map.of());
  }

  /** The event with what holds the new alarm back from the first, so that it never calls. */
  static Raised heldBack(Turn turn, Raised e) {
    Shelving by = covering(turn, AlarmDraft.raised(e), !e.conditionActive());
    return by == null
        ? e
        : new Raised(
            e.at(),
            e.ward(),
            e.alarm(),
            e.kind(),
            e.alarmClass(),
            e.room(),
            e.space(),
            e.since(),
            e.reason(),
            e.wetRoomOnly(),
            e.conditionActive(),
            by.id(),
            by.until(),
            e.test());
  }

  private static @Nullable Shelving covering(Turn turn, Alarm alarm, boolean call) {
    return turn.book().shelvings().values().stream()
        .filter(shelving -> shelving.covers(alarm, call))
        .max(Comparator.comparing(Shelving::until).thenComparing(Shelving::id))
        .orElse(null);
  }

  /** Ends what has expired and what has nothing left to hold back. */
  static void settle(Turn turn) {
    Map<String, Instant> expired = new HashMap<>();
    for (Shelving shelving : List.copyOf(turn.book().shelvings().values())) {
      if (!shelving.until().isAfter(turn.at)) {
        expired.put(shelving.id(), shelving.until());
        turn.emit(new ShelvingEnded(turn.at, turn.ward, shelving.id(), BY_EXPIRY));
      } else if (shelving.type() == Shelving.Type.ONE_ALARM
          && !turn.alarms().open().containsKey(shelving.subject())) {
        turn.emit(new ShelvingEnded(turn.at, turn.ward, shelving.id(), Lifecycle.BY_CONDITION));
      }
    }
    apply(turn, expired);
  }

  /** Says to each open alarm whether it is held back. */
  private static void apply(Turn turn, Map<String, Instant> expired) {
    if (turn.book().shelvings().isEmpty() && expired.isEmpty() && !turn.anyShelved()) {
      return;
    }
    for (OpenAlarm one : turn.open()) {
      Shelving by = covering(turn, one.alarm(), one.call());
      String before = one.alarm().handling().shelving();
      String id = one.alarm().id();
      if (by == null && before != null) {
        Instant over = expired.get(before);
        Instant since = over == null ? turn.at : over;
        turn.emit(new Unshelved(turn.at, turn.ward, id, over != null, since));
      } else if (by != null && !by.id().equals(before)) {
        turn.emit(new Shelved(turn.at, turn.ward, id, by.id(), by.until()));
      }
    }
  }

  static void deadlines(WardState state, WardMachine.Earliest next) {
    for (Shelving shelving : state.book().shelvings().values()) {
      Instant until = shelving.until();
      next.add(until);
    }
  }
}
