package org.wardlight.rules.internal;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.time.Ticker;

/**
 * Whether a ward's safety inputs are known after a start: each was read, or is known not to answer,
 * or had its time. The time begins with the first value told: before it nobody reads anything.
 */
final class Settling {
  /** How long a point may keep its ward waiting: a dozen safety scans. */
  static final Duration LONGEST = Duration.ofSeconds(3);

  private final Ticker ticker;
  private final Set<Point> awaited = new HashSet<>();
  private @Nullable Long begunNanos;
  private boolean settled;

  Settling(List<Point> points, Ticker ticker) {
    this.ticker = ticker;
    for (Point point : points) {
      if (point.kind().safety() && !point.kind().output()) {
        awaited.add(point);
      }
    }
  }

  /** For a session that goes on where another one ended. */
  void settle() {
    settled = true;
  }

  void heard(PointValue value) {
    if (settled) {
      return;
    }
    if (begunNanos == null) {
      begunNanos = ticker.nanos();
    }
    if (!unheard(value.reason())) {
      awaited.remove(value.point());
    }
  }

  private static boolean unheard(QualityReason reason) {
    return reason == QualityReason.NEVER_READ || reason == QualityReason.RESTORED;
  }

  void heard(DeviceState state) {
    if (!state.answering() && !unheard(state.reason())) {
      forget(point -> point.device().equals(state.device()));
    }
  }

  void heard(LinkState state) {
    if (state.status() == LinkState.Status.DOWN) {
      forget(point -> point.connection().equals(state.connection()));
    }
  }

  private void forget(Predicate<Point> which) {
    if (!settled) {
      awaited.removeIf(which);
    }
  }

  /** Whether the ward's conclusions may be told from now on. */
  boolean settled() {
    if (!settled) {
      settled =
          awaited.isEmpty()
              || (begunNanos != null && ticker.nanos() - begunNanos >= LONGEST.toNanos());
    }
    return settled;
  }

  /** How many points were given up rather than read. */
  int missing() {
    return awaited.size();
  }
}
