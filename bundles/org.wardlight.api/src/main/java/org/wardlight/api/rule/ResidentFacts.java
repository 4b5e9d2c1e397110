package org.wardlight.api.rule;

import org.wardlight.api.space.CareLevel;
import org.wardlight.api.space.CarePlan;

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
}
