package org.wardlight.api.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A point over a range of time, in buckets of equal width. A bucket without a good sample is
 * missing: that is a gap, and no line may be drawn across it.
 */
public record Trend(String point, Instant from, Instant to, Duration width, List<Bucket> buckets) {
  public Trend {
    buckets = List.copyOf(buckets);
  }

  /**
   * What was recorded within one bucket.
   *
   * @param start inclusive
   * @param last the last good value in it; what a boolean or state shows
   * @param samples how many good samples it summarises, at least 1
   */
  public record Bucket(
      Instant start, double min, double mean, double max, double last, long samples) {}
}
