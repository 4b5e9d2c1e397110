package org.wardlight.telemetry.internal;

import java.util.Arrays;

/**
 * Samples on their way to the writer, bounded. What does not fit is dropped and counted. Putting
 * and taking allocate nothing and hold a lock for the copying only.
 */
final class SampleRing {
  /** What the store keeps as quality; never renumber. */
  static final byte GOOD = 0;

  static final byte UNCERTAIN = 1;

  /** Marks a gap instead of a value. */
  static final byte GAP = 2;

  private final String[] points;
  private final double[] values;
  private final byte[] qualities;
  private final long[] micros;
  private int head;
  private int size;
  private long dropped;

  SampleRing(int capacity) {
    points = new String[capacity];
    values = new double[capacity];
    qualities = new byte[capacity];
    micros = new long[capacity];
    Arrays.fill(points, "");
  }

  synchronized void put(String point, double value, byte quality, long at) {
    if (size == points.length) {
      dropped++;
      return;
    }
    int i = (head + size) % points.length;
    points[i] = point;
    values[i] = value;
    qualities[i] = quality;
    micros[i] = at;
    size++;
  }

  /** Moves up to {@code into.capacity()} samples, oldest first. */
  synchronized void drain(Taken into) {
    int n = Math.min(size, into.capacity());
    for (int k = 0; k < n; k++) {
      int i = (head + k) % points.length;
      into.set(k, points[i], values[i], qualities[i], micros[i]);
    }
    into.size = n;
    head = (head + n) % points.length;
    size -= n;
  }

  /** How many did not fit since the start. */
  synchronized long dropped() {
    return dropped;
  }

  /** What was taken out, in arrays that are used again and again. */
  static final class Taken {
    final String[] points;
    final double[] values;
    final byte[] qualities;
    final long[] micros;
    int size;

    Taken(int capacity) {
      points = new String[capacity];
      values = new double[capacity];
      qualities = new byte[capacity];
      micros = new long[capacity];
      Arrays.fill(points, "");
    }

    int capacity() {
      return points.length;
    }

    private void set(int k, String point, double value, byte quality, long at) {
      points[k] = point;
      values[k] = value;
      qualities[k] = quality;
      micros[k] = at;
    }
  }
}
