package org.wardlight.driver.opcua.internal;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before the next attempt. */
final class BackOff {
  static final Duration FIRST = Duration.ofMillis(250);

  /** With the time that an attempt in vain takes, this finds a server that is back within 5 s. */
  static final Duration LONGEST = Duration.ofSeconds(2);

  private BackOff() {}

  /** Doubles with every failure in a row, less up to half of it by chance. */
  static Duration after(int failures) {
    long doubled = FIRST.toMillis() << Math.min(failures, 10);
    double jitter = ThreadLocalRandom.current().nextDouble(0.5, 1);
    return Duration.ofMillis((long) (Math.min(doubled, LONGEST.toMillis()) * jitter));
  }
}
