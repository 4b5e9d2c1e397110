package org.wardlight.rules.internal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.wardlight.api.rule.Daytime;
import org.wardlight.api.space.Ward;

/**
 * Day and night of a ward. They change at boundaries, each one instant a day: a local time that
 * clocks show twice counts the first time, one that they leave out counts when it would have been.
 */
final class Daytimes {
  private Daytimes() {}

  static Daytime at(Instant now, Ward ward, ZoneId zone) {
    Instant day = last(now, ward.dayFrom(), zone);
    Instant night = last(now, ward.nightFrom(), zone);
    return night.isAfter(day) ? new Daytime(true, night) : new Daytime(false, day);
  }

  /** When the next boundary comes: until then {@link #at} answers the same. */
  static Instant until(Instant now, Ward ward, ZoneId zone) {
    Instant later = now.plusNanos(1);
    Instant day = next(later, ward.dayFrom(), zone);
    Instant night = next(later, ward.nightFrom(), zone);
    return night.isBefore(day) ? night : day;
  }

  private static Instant last(Instant now, LocalTime boundary, ZoneId zone) {
    LocalDate today = now.atZone(zone).toLocalDate();
    Instant candidate = today.atTime(boundary).atZone(zone).toInstant();
    return candidate.isAfter(now)
        ? today.minusDays(1).atTime(boundary).atZone(zone).toInstant()
        : candidate;
  }

  /** The first instant from here on at which clocks show this time. */
  static Instant next(Instant from, LocalTime time, ZoneId zone) {
    LocalDate today = from.atZone(zone).toLocalDate();
    Instant candidate = today.atTime(time).atZone(zone).toInstant();
    return candidate.isBefore(from)
        ? today.plusDays(1).atTime(time).atZone(zone).toInstant()
        : candidate;
  }
}
