package org.wardlight.driver.modbus.internal;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.wardlight.api.driver.LinkFigures;

/** What a link counts. Written on its event loop, read anywhere. */
final class Figures {
  final LongAdder requests = new LongAdder();
  final LongAdder timeouts = new LongAdder();
  final LongAdder refusals = new LongAdder();
  final LongAdder malformed = new LongAdder();
  final LongAdder overruns = new LongAdder();
  final LongAdder connects = new LongAdder();

  /** Answers that nobody waited for any more. */
  final LongAdder strays = new LongAdder();

  private volatile long lastNanos;
  private volatile long worstNanos;

  /** An answer came after this time. */
  void roundTrip(long nanos) {
    lastNanos = nanos;
    if (nanos > worstNanos) {
      worstNanos = nanos;
    }
  }

  LinkFigures now() {
    return new LinkFigures(
        requests.sum(),
        timeouts.sum(),
        refusals.sum(),
        malformed.sum(),
        overruns.sum(),
        Math.max(0, connects.sum() - 1),
        Duration.ofNanos(lastNanos),
        Duration.ofNanos(worstNanos));
  }
}
