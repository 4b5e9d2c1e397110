package org.wardlight.telemetry.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.wardlight.api.telemetry.Trend;

/**
 * Folds samples in the order of time into buckets.
 *
 * <p>A bucket with samples summarises these. One without shows the value before it while that still
 * holds: until a gap mark, and no longer than twice the recording period. Any other bucket is
 * missing: that is a gap. A number recorded every 10 s thus has no false gaps in buckets of 1 s,
 * and an outage of a minute is a gap.
 */
final class Buckets {
  private final long from;
  private final long to;
  private final long width;
  private final long holds;
  private final List<Trend.Bucket> done = new ArrayList<>();
  private double carried = Double.NaN;
  private long carriedUntil = Long.MIN_VALUE;
  private long index;
  private long count;
  private double min;
  private double max;
  private double sum;
  private double last;

  /** All times in microseconds; {@code every} is the point's recording period. */
  Buckets(long from, long to, int buckets, long every) {
    this.from = from;
    this.to = to;
    this.width = Math.max(1, -Math.floorDiv(-(to - from), buckets));
    this.holds = 2 * every;
  }

  /**
   * Adds a sample, not older than the one before; NaN marks a gap. Those before the range count.
   */
  void add(long micros, double value) {
    if (micros >= from) {
      closeUntil((micros - from) / width);
    }
    if (Double.isNaN(value)) {
      carriedUntil = micros;
      return;
    }
    carried = value;
    carriedUntil = micros + holds;
    if (micros < from) {
      return;
    }
    min = count == 0 ? value : Math.min(min, value);
    max = count == 0 ? value : Math.max(max, value);
    sum = count == 0 ? value : sum + value;
    last = value;
    count++;
  }

  /**
   * Ends the series.
   *
   * @param now nothing is carried into the future
   */
  Trend trend(String point, long now) {
    long end = Math.min(to, Math.max(from, now));
    closeUntil(-Math.floorDiv(-(end - from), width));
    return new Trend(
        point, instant(from), instant(to), Duration.of(width, ChronoUnit.MICROS), done);
  }

  private void closeUntil(long next) {
    while (index < next) {
      long start = from + index * width;
      if (count > 0) {
        done.add(new Trend.Bucket(instant(start), min, sum / count, max, last, count));
        count = 0;
      } else if (start < carriedUntil) {
        done.add(new Trend.Bucket(instant(start), carried, carried, carried, carried, 1));
      } else {
        index = next;
        return;
      }
      index++;
    }
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
