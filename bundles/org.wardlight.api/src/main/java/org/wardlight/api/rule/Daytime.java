package org.wardlight.api.rule;

import java.time.Instant;

/** Fact: whether it is night in the ward, and since when. One per ward. */
public record Daytime(boolean night, Instant since) {
  public boolean isNight() {
    return night;
  }

  public Instant getSince() {
    return since;
  }
}
