package org.wardlight.api.point;

import java.time.Duration;

/** How often a point is read or sampled, unless its connection says otherwise. */
public enum ScanClass {
  /** What people's safety rests on: calls, presence, beds, doors. */
  SAFETY(Duration.ofMillis(250)),
  NORMAL(Duration.ofSeconds(1)),
  /** What changes over minutes: temperatures of large rooms, counters. */
  SLOW(Duration.ofSeconds(10));

  private final Duration defaultPeriod;

  ScanClass(Duration defaultPeriod) {
    this.defaultPeriod = defaultPeriod;
  }

  /** The period that holds unless the connection sets another. */
  public Duration defaultPeriod() {
    return defaultPeriod;
  }
}
