package org.wardlight.sim;

/** The point kinds that the model knows how to move; others stand still until set by hand. */
final class Kinds {
  static final String BED = "bed.occupied";
  static final String MOTION = "bedroom.motion";
  static final String BATHROOM = "bathroom.presence";
  static final String BATHROOM_DOOR = "bathroom.door.open";
  static final String DOOR = "entrance.door.open";
  static final String WINDOW = "window.open";
  static final String CALL_BED = "call.bed";
  static final String CALL_LIVING = "call.living";
  static final String CORD = "bathroom.cord";
  static final String STAFF = "staff.presence";
  static final String STAFF_RESET = "staff.reset";
  static final String BATHROOM_RESET = "bathroom.reset";
  static final String LAMP_RED = "lamp.red";
  static final String TEMPERATURE = "bedroom.temperature";
  static final String HUMIDITY = "bedroom.humidity";
  static final String CO2 = "bedroom.co2";
  static final String SETPOINT = "climate.setpoint";
  static final String VALVE = "climate.valve";

  static final String VOC = "bedroom.voc";
  static final String BRIGHTNESS = "bedroom.brightness";
  static final String FALL = "fall.detected";
  static final String HEART_RATE = "bed.heart-rate";
  static final String BREATHING_RATE = "bed.breathing-rate";
  static final String MOVEMENT = "bed.movement";
  static final String WET = "bed.wet";
  static final String SOS = "wristband.sos";
  static final String WRISTBAND = "wristband.place";
  static final String WRISTBAND_BATTERY = "wristband.battery";
  static final String OUTER_DOOR = "door.open";
  static final String OUTER_DOOR_LOCKED = "door.locked";
  static final String OUTER_DOOR_RELEASE = "door.release";
  static final String OUTDOOR_TEMPERATURE = "outdoor.temperature";
  static final String OUTDOOR_HUMIDITY = "outdoor.humidity";
  static final String OUTDOOR_BRIGHTNESS = "outdoor.brightness";
  static final String OUTDOOR_WIND = "outdoor.wind";
  static final String OUTDOOR_RAIN = "outdoor.rain";

  /** Where a wristband is heard: states of its kind, by number. */
  static final int HEARD_IN_ROOM = 1;

  static final int HEARD_IN_CORRIDOR = 2;
  static final int HEARD_IN_COMMON_ROOM = 3;
  static final int HEARD_IN_GARDEN = 4;

  static final String HEARTBEAT = "device.heartbeat";

  private Kinds() {}
}
