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

  private Kinds() {}
}
