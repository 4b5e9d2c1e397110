package org.wardlight.alarm.internal;

import java.util.Collection;
import java.util.function.Predicate;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmClass;

/** What the lamp over a room's door shows. */
record Lamps(Light red, Light green, Light white) {
  /** The states of a lamp's point. */
  enum Light {
    OFF(0),
    STEADY(1),
    FLASHING(2);

    private final int value;

    Light(int value) {
      this.value = value;
    }

    int value() {
      return value;
    }
  }

  /**
   * Red calls staff in, flashing in an emergency; green says that staff is in the room; white that
   * it is about the wet room.
   *
   * @param open the room's open alarms
   * @param wetRoom whether a space is a wet room
   */
  static Lamps of(Collection<Alarm> open, boolean present, Predicate<String> wetRoom) {
    Light red = Light.OFF;
    Light white = Light.OFF;
    for (Alarm alarm : open) {
      if (alarm.shelved()) {
        continue;
      }
      if (alarm.alarmClass() == AlarmClass.EMERGENCY) {
        red = Light.FLASHING;
      } else if (alarm.alarmClass().needsPerson() && red == Light.OFF) {
        red = Light.STEADY;
      }
      if (alarm.alarmClass().needsPerson()
          && (alarm.wetRoomOnly() || wetRoom.test(alarm.space()))) {
        white = Light.STEADY;
      }
    }
    return new Lamps(red, present ? Light.STEADY : Light.OFF, white);
  }
}
