package org.wardlight.web.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.space.Room;

/**
 * What the resident of a bed is told of calls: only what is so, in words that lean on nothing else.
 * Keeps what it told last, for only that can be over.
 */
final class BedStory {
  /** How long it says that all is done. */
  static final Duration DONE_SHOWN = Duration.ofSeconds(20);

  private final UnaryOperator<String> displayName;
  private Told last = Told.NOTHING;

  /** How far a call has got. */
  enum Progress {
    /** Nobody was called, or nobody has taken up what rules noticed. */
    NONE,
    /** The staff's screens have it; nobody has said yet that they come. */
    CALLING,
    /** Somebody said "I'm going". */
    COMING,
    /** Staff presence is set in the room. */
    HERE,
    /** It was closed a moment ago. */
    DONE
  }

  /**
   * What is told.
   *
   * @param since since when; null for nothing
   * @param by who is coming or was, as shown to others; null if nobody said so
   * @param recorded whether all of it is on record
   * @param emergency whether staff in the room have called for help
   * @param test whether it is a call of a walk test
   */
  record Told(
      Progress progress,
      @Nullable Instant since,
      @Nullable String by,
      boolean recorded,
      boolean emergency,
      boolean test) {
    static final Told NOTHING = new Told(Progress.NONE, null, null, true, false, false);
  }

  BedStory(UnaryOperator<String> displayName) {
    this.displayName = displayName;
  }

  /** What to tell now, of these open alarms of the room. */
  Told tell(List<Alarm> ofRoom, Room room, String bed, Instant now) {
    Told told = told(ofRoom.stream().filter(alarm -> concerns(alarm, room, bed)).toList());
    if (told.progress() == Progress.NONE) {
      told = over(now);
    }
    last = told;
    return told;
  }

  /** Alarms of the bed and of the room around it; the neighbour's bed is nobody's business. */
  private static boolean concerns(Alarm alarm, Room room, String bed) {
    boolean neighbours =
        room.beds().stream()
            .anyMatch(other -> !other.id().equals(bed) && other.id().equals(alarm.space()));
    return alarm.room().equals(room.id()) && alarm.alarmClass().needsPerson() && !neighbours;
  }

  private Told over(Instant now) {
    if (last.progress() == Progress.NONE) {
      return last;
    }
    boolean news = last.progress() != Progress.DONE;
    Instant since = news || last.since() == null ? now : last.since();
    return since.plus(DONE_SHOWN).isAfter(now)
        ? new Told(Progress.DONE, since, null, true, false, false)
        : Told.NOTHING;
  }

  /** An emergency tells of itself; else who is there counts before who is coming. */
  private Told told(List<Alarm> mine) {
    List<Alarm> emergencies = new ArrayList<>(mine);
    emergencies.removeIf(alarm -> alarm.alarmClass() != AlarmClass.EMERGENCY || !isCall(alarm));
    List<Alarm> tells = emergencies.isEmpty() ? mine : emergencies;
    for (Alarm alarm : tells) {
      if (alarm.state() == Alarm.State.ATTENDED) {
        return told(Progress.HERE, alarm, alarm.attendedAt());
      }
    }
    for (Alarm alarm : tells) {
      if (alarm.state() == Alarm.State.ACCEPTED) {
        return told(Progress.COMING, alarm, alarm.acceptedAt());
      }
    }
    for (Alarm alarm : tells) {
      if (isCall(alarm)) {
        return told(Progress.CALLING, alarm, alarm.raisedAt());
      }
    }
    return Told.NOTHING;
  }

  private Told told(Progress progress, Alarm alarm, @Nullable Instant since) {
    String by = alarm.acceptedBy();
    return new Told(
        progress,
        since == null ? alarm.raisedAt() : since,
        by == null ? null : displayName.apply(by),
        alarm.recorded(),
        alarm.alarmClass() == AlarmClass.EMERGENCY,
        alarm.handling().test() != null);
  }

  /** Raised by a person: who called may know that nobody has answered yet. */
  private static boolean isCall(Alarm alarm) {
    return alarm.kind().startsWith("call.") || alarm.kind().equals("staff.emergency");
  }
}
