package org.wardlight.api.rule;

import java.time.Duration;
import org.wardlight.api.space.CareLevel;
import org.wardlight.api.space.CarePlan;
import org.wardlight.api.space.Watch;

/** Fact: who sleeps in a bed and what was agreed for them. Holds no name. */
public record ResidentFacts(
    String resident, String room, String bed, CareLevel level, CarePlan plan) {
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

  /** The plan's limit for a stay in the bathroom, by night or by day. */
  public Duration bathroomLimit(boolean night) {
    return night ? plan.bathroomLimitNight() : plan.bathroomLimitDay();
  }

  /** What leaving the bed means by the plan, by night or by day. */
  public Watch bedExit(boolean night) {
    return night ? plan.bedExitNight() : plan.bedExitDay();
  }

  /** The temperature wished by the plan, by night or by day. */
  public double comfortCelsius(boolean night) {
    return night ? plan.comfortNightCelsius() : plan.comfortDayCelsius();
  }
}
