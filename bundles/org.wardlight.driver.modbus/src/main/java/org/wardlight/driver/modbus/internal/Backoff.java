package org.wardlight.driver.modbus.internal;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Delays between attempts to connect: doubling, jittered by a fifth, capped. */
final class Backoff {
  static final Duration FIRST = Duration.ofMillis(250);

  /** So short that whoever comes back is connected within five seconds. */
  static final Duration GREATEST = Duration.ofMillis(2_800);

  private final RandomGenerator random;
  private Duration nominal = FIRST;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  Duration next() {
    long millis = Math.round(nominal.toMillis() * random.nextDouble(0.8, 1.2));
    nominal = nominal.multipliedBy(2);
    if (nominal.compareTo(GREATEST) > 0) {
      nominal = GREATEST;
    }
    return Duration.ofMillis(millis);
  }

  void reset() {
    nominal = FIRST;
  }
}
