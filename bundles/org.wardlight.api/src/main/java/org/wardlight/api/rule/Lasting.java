package org.wardlight.api.rule;

import java.time.Instant;

/**
 * Fact: what a rule concluded by an {@link Onset} has gone on without a break since then. Does not
 * outlast a restart of the server: then it begins with the first reading.
 */
public record Lasting(String kind, String room, String space, Instant since) {
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
}
