package org.wardlight.api.rule;

import java.time.Instant;

/** Fact: staff presence is set in the room. Absent when it is not. */
public record StaffPresence(String room, Instant since) {
  public String getRoom() {
    return room;
  }

  public Instant getSince() {
    return since;
  }
}
