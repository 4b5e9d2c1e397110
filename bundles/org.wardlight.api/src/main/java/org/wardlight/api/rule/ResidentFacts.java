package org.wardlight.api.rule;

import java.time.Duration;
import org.wardlight.api.space.CareLevel;
import org.wardlight.api.space.CarePlan;
import org.wardlight.api.space.Watch;

/**
 * Fact: who sleeps in a bed and what was agreed for them, as it counts now, by day or by night.
 * Holds no name. Replaced when night falls and when it ends.
 */
public record ResidentFacts(
    String resident, String room, String bed, CareLevel level, CarePlan plan, boolean night) {
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
}
