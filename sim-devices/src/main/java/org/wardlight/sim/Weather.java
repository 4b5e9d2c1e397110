package org.wardlight.sim;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** Outdoor temperature: a yearly and a daily cosine, coldest in late January before sunrise. */
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
}
