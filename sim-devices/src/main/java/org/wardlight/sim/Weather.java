package org.wardlight.sim;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The weather. Temperature is a yearly and a daily cosine, coldest in late January before sunrise;
 * the sun stands highest at one o'clock; wind and rain come and go over hours.
 */
final class Weather {
  private static final double MEAN_CELSIUS = 10;
  private static final double YEARLY_SWING = 9;
  private static final double DAILY_SWING = 4;

  private final ZoneId zone;

  Weather(ZoneId zone) {
    this.zone = zone;
  }

  double celsius(long epochMillis) {
    ZonedDateTime local = Instant.ofEpochMilli(epochMillis).atZone(zone);
    double year = 2 * Math.PI * (local.getDayOfYear() - 25) / 365.25;
    double day = 2 * Math.PI * (local.toLocalTime().toSecondOfDay() / 3600.0 - 4) / 24;
    return MEAN_CELSIUS - YEARLY_SWING * Math.cos(year) - DAILY_SWING * Math.cos(day);
  }

  /** Brightness outside, 0 at night. */
  double lux(long epochMillis) {
    ZonedDateTime local = Instant.ofEpochMilli(epochMillis).atZone(zone);
    double day = 2 * Math.PI * (local.toLocalTime().toSecondOfDay() / 3600.0 - 13) / 24;
    double year = 2 * Math.PI * (local.getDayOfYear() - 172) / 365.25;
    double height = Math.cos(day) + 0.4 * Math.cos(year) - 0.1;
    return Math.rint(Math.max(0, height) * (rains(epochMillis) ? 150 : 600)) * 100;
  }

  /** Wind, in metres a second. */
  double wind(long epochMillis) {
    double hours = epochMillis / 3_600_000.0;
    return Math.max(0, 3.2 + 2 * Math.sin(hours / 3.1) + 1.1 * Math.sin(hours * 7.3));
  }

  /** Whether it rains: some hours, the same ones in every run. */
  boolean rains(long epochMillis) {
    double hours = epochMillis / 3_600_000.0;
    return Math.sin(hours / 5.3) + Math.sin(hours / 2.1) > 1.4;
  }

  /** Relative humidity outside, in percent. */
  double humidity(long epochMillis) {
    return Math.min(100, (rains(epochMillis) ? 92 : 78) - (celsius(epochMillis) - MEAN_CELSIUS));
  }

  /** Lets a weather station show it, and the sensors of rooms the daylight. */
  void show(SimulatedRoom place, long epochMillis) {
    place.set(Kinds.OUTDOOR_TEMPERATURE, Math.rint(celsius(epochMillis) * 100) / 100);
    place.set(Kinds.OUTDOOR_HUMIDITY, Math.rint(humidity(epochMillis) * 10) / 10);
    place.set(Kinds.OUTDOOR_BRIGHTNESS, lux(epochMillis));
    place.set(Kinds.OUTDOOR_WIND, Math.rint(wind(epochMillis) * 10) / 10);
    place.set(Kinds.OUTDOOR_RAIN, rains(epochMillis) ? 1 : 0);
    place.set(Kinds.BRIGHTNESS, Math.rint(lux(epochMillis) / 100));
  }
}
