package org.wardlight.api.alarm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something is held back on somebody's word until a time. What is held back is on record, in the
 * list of open alarms and on the coverage board; it only does not call.
 *
 * @param ward the ward's id, or {@code facility}
 * @param kind the alarm kind that is held back; empty for maintenance: all technical ones
 * @param subject the alarm's id (ONE_ALARM), the room, space or bed (BYPASS), the room, space or
 *     device (MAINTENANCE)
 * @param by user name of its owner
 * @param until when it ends by itself
 */
public record Shelving(
    String id,
    Type type,
    String ward,
    String kind,
    String subject,
    String by,
    String reason,
    Instant from,
    Instant until) {
  /** What is held back. */
  public enum Type {
    /** One open alarm, until it ends. Never an emergency, never a call that a person raised. */
    ONE_ALARM,
    /** Alarms of one kind that rules or sensors raise at a place, open and to come. */
    BYPASS,
    /** Technical alarms of a room or device, open and to come. */
    MAINTENANCE
  }

  /** Whether it holds this alarm back. The word of a person and an emergency always get through. */
  public boolean covers(Alarm alarm, boolean raisedByPerson) {
    if (raisedByPerson || alarm.alarmClass() == AlarmClass.EMERGENCY) {
      return false;
    }
    return switch (type) {
      case ONE_ALARM -> alarm.id().equals(subject);
      case BYPASS -> alarm.kind().equals(kind) && concerns(alarm);
      case MAINTENANCE ->
          alarm.alarmClass() == AlarmClass.TECHNICAL
              && (concerns(alarm) || subject.equals(device(alarm)));
    };
  }

  private boolean concerns(Alarm alarm) {
    return alarm.room().equals(subject) || alarm.space().equals(subject);
  }

  private static @Nullable String device(Alarm alarm) {
    return alarm.reason().args().get("device");
  }
}
