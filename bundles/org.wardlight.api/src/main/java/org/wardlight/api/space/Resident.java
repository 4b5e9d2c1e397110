package org.wardlight.api.space;

/**
 * Somebody who lives in the facility.
 *
 * @param id stable, says nothing about the person; the only form in which logs may name a resident
 * @param name as shown on screens; never logged
 */
public record Resident(String id, String name, CareLevel level, CarePlan plan) {
  /** Leaves the name out, so that no log line can hold it. */
  @Override
  public String toString() {
    return "Resident[" + id + "]";
  }
}
