package org.wardlight.api.alarm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to an alarm or in a room, as it is written to the journal. From the
 * events alone, in order, the state of every alarm can be rebuilt.
 */
public sealed interface AlarmEvent {
  Instant at();

  /** The ward's id; {@code facility} for what concerns no single ward. */
  String ward();

  /** The alarm's id; null for what concerns a room rather than one alarm. */
  @Nullable String alarm();

  /** A new alarm. */
  record Raised(
      Instant at,
      String ward,
      String alarm,
      String kind,
      AlarmClass alarmClass,
      String room,
      String space,
      Instant since,
      Reason reason,
      boolean wetRoomOnly,
      boolean conditionActive)
      implements AlarmEvent {}

  /** Called again, or the condition came back, while the alarm was open. */
  record Repeated(Instant at, String ward, String alarm, boolean conditionActive, Reason reason)
      implements AlarmEvent {}

  /** The class or reason changed while the alarm was open, e.g. when night fell. */
  record Reclassified(Instant at, String ward, String alarm, AlarmClass alarmClass, Reason reason)
      implements AlarmEvent {}

  /** What raised it no longer holds. */
  record Returned(Instant at, String ward, String alarm) implements AlarmEvent {}

  /**
   * Somebody said "I'm going".
   *
   * @param by user name
   */
  record Accepted(Instant at, String ward, String alarm, String by) implements AlarmEvent {}

  /** Presence was set in the alarm's room while it was open. */
  record Attended(Instant at, String ward, String alarm) implements AlarmEvent {}

  /** Presence ended without the alarm being closed: it calls again. */
  record Unattended(Instant at, String ward, String alarm) implements AlarmEvent {}

  /**
   * The end.
   *
   * @param by user name, {@code presence} or {@code condition}
   * @param reason words of the person, or a key such as {@code reset.in.room}
   */
  record Closed(Instant at, String ward, String alarm, String by, String reason)
      implements AlarmEvent {}

  /** Staff set or ended presence in a room. */
  record Presence(Instant at, String ward, String room, boolean present) implements AlarmEvent {
    @Override
    public @Nullable String alarm() {
      return null;
    }
  }
}
