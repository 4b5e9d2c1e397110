package org.wardlight.api.alarm;

/** How urgent an alarm is and how it may end (see docs/alarms.md). */
public enum AlarmClass {
  /** Staff emergency, fire contact. Ends in the room only. */
  EMERGENCY(1),
  /** Bathroom cord, bathroom dwell, fall, bed exit of a fall-risk resident. Ends in the room. */
  URGENT(2),
  /** A resident's call. Ends in the room, or remotely after a real conversation. */
  CALL(3),
  /** Worth knowing. Ends by itself or is closed with a reason. No lamp. */
  ADVISORY(4),
  /** Something is broken. Ends by itself when mended, and stays in the record. No lamp. */
  TECHNICAL(5);

  private final int priority;

  AlarmClass(int priority) {
    this.priority = priority;
  }

  /** 1 (highest) to 5. */
  public int priority() {
    return priority;
  }

  /** Whether staff must go to the room for it. */
  public boolean needsPerson() {
    return priority <= 3;
  }
}
