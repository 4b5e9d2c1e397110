package org.wardlight.api.point;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a point's samples are watched and filtered before anybody hears of them.
 *
 * @param debounce a new value of a boolean or state must last this long before it counts, with the
 *     time at which it began; zero for at once. Never use it on a call button
 * @param chatterPerMinute so many changes from 0 to another value within a minute make the point
 *     UNCERTAIN, as CHATTERING, until it has been quiet for a minute; 0 for no limit
 * @param stuckAfter a value that has not changed at all for so long is doubted as STUCK; null for
 *     never
 * @param dependsOn names of points without which this one cannot be trusted: while one of them is
 *     not GOOD, or is on and means a fault, this one is UNCERTAIN as NEIGHBOUR_FAILED
 */
public record Supervision(
    Duration debounce, int chatterPerMinute, @Nullable Duration stuckAfter, Set<String> dependsOn) {
  public static final Supervision NONE = new Supervision(Duration.ZERO, 0, null, Set.of());

  public Supervision {
    if (debounce.isNegative() || debounce.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("debounce must lie within 0 and 1 min, not " + debounce);
    }
    if (chatterPerMinute < 0) {
      throw new IllegalArgumentException(
          "chatterPerMinute must not be negative: " + chatterPerMinute);
    }
    if (stuckAfter != null && (stuckAfter.isNegative() || stuckAfter.isZero())) {
      throw new IllegalArgumentException("stuckAfter must be positive, not " + stuckAfter);
    }
    dependsOn = Set.copyOf(dependsOn);
  }
}
