package org.wardlight.sim;

/**
 * Air and heating of one room of about 50 m³. First-order: the room loses warmth to the outside (40
 * h closed, 1 h with the window open), the valve heats with up to 4 K an hour, a person exhales 360
 * ppm an hour of CO₂.
 */
final class Climate {
  private static final double LOSS_HOURS_CLOSED = 40;
  private static final double LOSS_HOURS_OPEN = 1;
  private static final double HEATING_KELVIN_PER_HOUR = 4;
  private static final double PERSON_KELVIN_PER_HOUR = 0.05;
  private static final double VALVE_PERCENT_PER_KELVIN = 120;
  private static final double OUTDOOR_PPM = 420;
  private static final double VOC_PPB_PER_PPM = 0.3;
  private static final double PERSON_PPM_PER_HOUR = 360;
  private static final double AIR_CHANGES_CLOSED = 0.5;
  private static final double AIR_CHANGES_OPEN = 6;

  private final SimulatedRoom room;
  private final Weather weather;
  private double celsius;
  private double humidity = 45;
  private double ppm = 650;
  private double lossAt;
  private long lastMillis;

  /** Starts in a room at its comfortable temperature; a setpoint not yet written takes it over. */
  Climate(SimulatedRoom room, Weather weather, double comfortCelsius, long nowMillis) {
    this.room = room;
    this.weather = weather;
    celsius = comfortCelsius;
    lastMillis = nowMillis;
    room.set(Kinds.SETPOINT, comfortCelsius);
    show(0);
  }

  /** Brings the room up to now. */
  void step(long nowMillis) {
    double hours = (nowMillis - lastMillis) / 3_600_000.0;
    lastMillis = nowMillis;
    double outdoor = weather.celsius(nowMillis);
    boolean open = room.get(Kinds.WINDOW, 0) != 0;
    boolean occupied = room.get(Kinds.BED, 0) != 0 || room.get(Kinds.MOTION, 0) != 0;
    lossAt = (celsius - outdoor) / (open ? LOSS_HOURS_OPEN : LOSS_HOURS_CLOSED);
    double valve = open ? 0 : valve();
    celsius +=
        hours
            * (HEATING_KELVIN_PER_HOUR * valve / 100
                + (occupied ? PERSON_KELVIN_PER_HOUR : 0)
                - lossAt);
    double exchange = Math.min(1, hours * (open ? AIR_CHANGES_OPEN : AIR_CHANGES_CLOSED));
    ppm += (OUTDOOR_PPM - ppm) * exchange + (occupied ? PERSON_PPM_PER_HOUR * hours : 0);
    double dampness = 38 + (occupied ? 8 : 0) + (open ? 12 : 0);
    humidity += (dampness - humidity) * exchange;
    show(valve);
  }

  /** A proportional valve that knows the present loss, so that it ends at the setpoint. */
  private double valve() {
    double holding = Math.max(0, lossAt) / HEATING_KELVIN_PER_HOUR * 100;
    double error = room.get(Kinds.SETPOINT, celsius) - celsius;
    return Math.max(0, Math.min(100, holding + error * VALVE_PERCENT_PER_KELVIN));
  }

  private void show(double valve) {
    room.set(Kinds.TEMPERATURE, Math.round(celsius * 100) / 100.0);
    room.set(Kinds.HUMIDITY, Math.round(humidity * 10) / 10.0);
    room.set(Kinds.CO2, Math.rint(ppm));
    room.set(Kinds.VOC, Math.rint((ppm - OUTDOOR_PPM) * VOC_PPB_PER_PPM));
    room.set(Kinds.VALVE, Math.round(valve * 10) / 10.0);
  }
}
