package org.wardlight.api.rule;

import java.time.Instant;

/** Fact: the deadline of this kind in this space has passed. */
public record DeadlinePassed(String kind, String room, String space, Instant since, Instant at) {
  public String getKind() {
    return kind;
  }

  public String getRoom() {
    return room;
  }

  public String getSpace() {
    return space;
  }

  public Instant getSince() {
    return since;
  }

  public Instant getAt() {
    return at;
  }
}
