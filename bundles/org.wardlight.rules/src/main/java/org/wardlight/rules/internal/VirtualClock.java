package org.wardlight.rules.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.wardlight.api.time.Ticker;

/** Time that passes when told to, for scenarios and rehearsals. Not thread-safe. */
final class VirtualClock extends Clock implements Ticker {
  private final ZoneId zone;
  private final Instant start;
  private Instant now;

  VirtualClock(Instant start, ZoneId zone) {
    this.start = start;
    this.zone = zone;
    now = start;
  }

  void pass(Duration by) {
    now = now.plus(by);
  }

  void set(Instant to) {
    now = to;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public long nanos() {
    return Duration.between(start, now).toNanos();
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return Clock.fixed(instant(), other);
  }
}
