package org.wardlight.api.telemetry;

import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** Looks back. Thread-safe; queries run on the store's own bounded pool. */
public interface Trends {
  /**
   * One point over a range.
   *
   * @param point the point's name
   * @param from inclusive
   * @param to exclusive, after from
   * @param buckets greatest number of buckets, 1 to 5,000
   */
  CompletionStage<Trend> trend(String point, Instant from, Instant to, int buckets);
}
