package org.wardlight.api.rule;

import java.time.Duration;
import java.time.Instant;
import org.wardlight.api.space.CareLevel;
import org.wardlight.api.space.CarePlan;
import org.wardlight.api.space.Watch;

/**
 * Fact: who sleeps in a bed and what was agreed for them, as it counts now, by day or by night.
 * Holds no name. Replaced when night falls and when it ends.
 *
 * @param risesBy when the resident has usually got up, the first such time since the present day or
 *     night began
 */
public record ResidentFacts(
    String resident,
    String room,
    String bed,
    CareLevel level,
    CarePlan plan,
    boolean night,
    Instant risesBy) {
  public String getResident() {
    return resident;
  }

  public String getRoom() {
    return room;
  }

  public String getBed() {
    return bed;
  }

  public CareLevel getLevel() {
    return level;
  }

  public CarePlan getPlan() {
    return plan;
  }

  /** The plan's limit for a stay in the bathroom now. */
  public Duration getBathroomLimit() {
    return night ? plan.bathroomLimitNight() : plan.bathroomLimitDay();
  }

  /** What leaving the bed means now. */
  public Watch getBedExit() {
    return night ? plan.bedExitNight() : plan.bedExitDay();
  }

  /** The temperature wished now. */
  public double getComfortCelsius() {
    return night ? plan.comfortNightCelsius() : plan.comfortDayCelsius();
  }

  /** Whether a light should show the way at night. */
  public boolean isPathLight() {
    return plan.pathLight();
  }

  public boolean isNight() {
    return night;
  }

  public Instant getRisesBy() {
    return risesBy;
  }

  /** The longest time out of bed by night. */
  public Duration getOutOfBedLimit() {
    return plan.outOfBedLimitNight();
  }

  /** How long the way between bed and bathroom may take by night. */
  public Duration getPathLimit() {
    return plan.pathLimitNight();
  }

  /** How bright the bathroom is, in percent, now. */
  public double getBathroomLight() {
    return night ? plan.bathroomLightNightPercent() : 100;
  }

  /** What leaving the room or the house alone means now. */
  public Watch getWander() {
    return night ? plan.wanderNight() : plan.wanderDay();
  }

  public double getHeartRateLow() {
    return plan.heartRate().low();
  }

  public double getHeartRateHigh() {
    return plan.heartRate().high();
  }

  public double getBreathingRateLow() {
    return plan.breathingRate().low();
  }

  public double getBreathingRateHigh() {
    return plan.breathingRate().high();
  }

  /** Below this the room is too cold for the resident. */
  public double getColdCelsius() {
    return plan.roomCelsius().low();
  }

  /** Above this the room is too hot for the resident. */
  public double getHotCelsius() {
    return plan.roomCelsius().high();
  }
}
