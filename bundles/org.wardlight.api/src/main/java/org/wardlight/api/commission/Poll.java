package org.wardlight.api.commission;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;

/**
 * What reading a device once gave.
 *
 * @param values one for each point asked for, in that order
 * @param failure why there is no connection; null if there is one
 * @param took from opening the connection to the last value, or to giving up
 */
public record Poll(List<Value> values, @Nullable DriverFailure failure, Duration took) {
  public Poll {
    values = List.copyOf(values);
  }

  /** Whether every point was read and is good. */
  public boolean good() {
    return failure == null && values.stream().allMatch(v -> v.quality() == Quality.GOOD);
  }

  /**
   * One point.
   *
   * @param value NaN if there is none
   * @param text of a point that is a text
   * @param after how long after opening the connection it came; zero if it never came
   */
  public record Value(
      Point point,
      double value,
      @Nullable String text,
      Quality quality,
      QualityReason reason,
      Duration after) {}
}
