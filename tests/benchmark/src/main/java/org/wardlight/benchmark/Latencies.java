package org.wardlight.benchmark;

import java.util.Arrays;

/** Times in microseconds, and which of them all but a few stay below. Thread-safe. */
final class Latencies {
  private long[] micros = new long[1024];
  private int size;

  synchronized void add(long time) {
    if (size == micros.length) {
      micros = Arrays.copyOf(micros, 2 * size);
    }
    micros[size++] = time;
  }

  synchronized void clear() {
    size = 0;
  }

  synchronized int count() {
    return size;
  }

  /**
   * The least time that at least this share of all times do not exceed (nearest rank).
   *
   * @param share above 0 up to 1
   * @return NaN if there is no time
   */
  synchronized double millis(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share must lie within 0 and 1, not " + share);
    }
    if (size == 0) {
      return Double.NaN;
    }
    long[] sorted = Arrays.copyOf(micros, size);
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(share * size) - 1] / 1_000.0;
  }
}
