package org.wardlight.api.space;

import java.time.Duration;

/**
 * Limits and watches of one resident. Each starts from the care level's default and may be changed
 * for one resident.
 *
 * @param bathroomLimitDay longest stay in the bathroom by day before somebody looks in
 * @param bathroomLimitNight the same by night
 * @param bedExitDay what leaving the bed by day means
 * @param bedExitNight what leaving the bed by night means
 * @param pathLight whether the way to the bathroom is lit when the resident leaves the bed at night
 * @param comfortDayCelsius wished temperature by day, 16 to 28
 * @param comfortNightCelsius wished temperature by night, 16 to 28
 */
public record CarePlan(
    Duration bathroomLimitDay,
    Duration bathroomLimitNight,
    Watch bedExitDay,
    Watch bedExitNight,
    boolean pathLight,
    double comfortDayCelsius,
    double comfortNightCelsius) {

  public CarePlan {
    positive("bathroomLimitDay", bathroomLimitDay);
    positive("bathroomLimitNight", bathroomLimitNight);
    comfortable("comfortDayCelsius", comfortDayCelsius);
    comfortable("comfortNightCelsius", comfortNightCelsius);
  }

  private static void positive(String name, Duration d) {
    if (d.isNegative() || d.isZero()) {
      throw new IllegalArgumentException(name + " must be positive, not " + d);
    }
  }

  private static void comfortable(String name, double celsius) {
    if (!(celsius >= 16 && celsius <= 28)) {
      throw new IllegalArgumentException(name + " must lie within 16 and 28 °C, not " + celsius);
    }
  }
}
