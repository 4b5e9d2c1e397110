package org.wardlight.telemetry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wardlight.api.telemetry.Trend;

/** Gaps are gaps, and there are no false ones. Times in seconds, recorded every 10 s. */
class BucketsTest {
  private static final long SECOND = 1_000_000;

  @Test
  void aBucketSummarisesItsSamples() {
    Buckets buckets = buckets(0, 100, 1);
    add(buckets, 10, 1);
    add(buckets, 20, 2);
    add(buckets, 30, 6);
    assertThat(buckets.trend("p", 100 * SECOND).buckets())
        .containsExactly(new Trend.Bucket(Instant.EPOCH, 1, 3, 6, 6, 3));
  }

  @Test
  void narrowBucketsBetweenTwoSamplesAreNoGaps() {
    Buckets buckets = buckets(0, 30, 30);
    add(buckets, 0, 1);
    add(buckets, 10, 2);
    add(buckets, 20, 3);
    assertThat(starts(buckets, 30)).hasSize(30);
  }

  @Test
  void anOutageIsAGapAfterTwicethePeriod() {
    Buckets buckets = buckets(0, 100, 10);
    add(buckets, 0, 1);
    add(buckets, 70, 2);
    assertThat(starts(buckets, 100)).containsExactly(0L, 10L, 70L, 80L);
  }

  @Test
  void aGapMarkEndsAValueAtOnce() {
    Buckets buckets = buckets(0, 50, 10);
    add(buckets, 0, 1);
    add(buckets, 4, Double.NaN);
    add(buckets, 30, 2);
    assertThat(starts(buckets, 50)).containsExactly(0L, 30L, 35L, 40L, 45L);
  }

  @Test
  void whatWasKnownBeforeTheRangeIsShownAtItsStart() {
    Buckets buckets = buckets(100, 130, 3);
    add(buckets, 95, 7);
    assertThat(starts(buckets, 130)).containsExactly(100L, 110L);
  }

  @Test
  void nothingIsCarriedIntoTheFuture() {
    Buckets buckets = buckets(0, 60, 6);
    add(buckets, 10, 1);
    assertThat(starts(buckets, 15)).containsExactly(10L);
  }

  private static Buckets buckets(long from, long to, int count) {
    return new Buckets(from * SECOND, to * SECOND, count, 10 * SECOND);
  }

  private static void add(Buckets buckets, long second, double value) {
    buckets.add(second * SECOND, value);
  }

  private static List<Long> starts(Buckets buckets, long now) {
    return buckets.trend("p", now * SECOND).buckets().stream()
        .map(bucket -> bucket.start().getEpochSecond())
        .toList();
  }
}
