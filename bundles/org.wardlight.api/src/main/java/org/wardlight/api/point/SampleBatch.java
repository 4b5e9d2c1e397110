package org.wardlight.api.point;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one answer or notification, as parallel arrays so that a driver can fill the same
 * batch again and again without allocating. Not thread-safe: a batch belongs to the driver and may
 * be read only during the call that hands it over.
 */
public final class SampleBatch {
  private int size;
  private int[] points;
  private double[] values;
  private Quality[] qualities;
  private QualityReason[] reasons;
  private long[] sourceMicros;
  // Almost no point is a text: the array exists from the first one on.
  private @Nullable String @Nullable [] texts;
  private long receivedMicros;

  /** A batch with room for this many samples; it grows when needed. */
  public SampleBatch(int capacity) {
    int n = Math.max(1, capacity);
    points = new int[n];
    values = new double[n];
    qualities = new Quality[n];
    reasons = new QualityReason[n];
    sourceMicros = new long[n];
  }

  /**
   * Empties the batch.
   *
   * @param received when the answer arrived, in microseconds since 1970 (UTC)
   */
  public SampleBatch begin(long received) {
    size = 0;
    texts = null;
    receivedMicros = received;
    return this;
  }

  /** Adds a good value that the device did not stamp: its source time is the time received. */
  public void add(int point, double value) {
    add(point, value, Quality.GOOD, QualityReason.NONE, receivedMicros);
  }

  /** Adds a good text. */
  public void addText(int point, String text) {
    add(point, 0);
    if (texts == null) {
      texts = new @Nullable String[points.length];
    } else if (texts.length < points.length) {
      texts = Arrays.copyOf(texts, points.length);
    }
    texts[size - 1] = text;
  }

  /** Adds a point for which there is no value. */
  public void addBad(int point, QualityReason reason) {
    add(point, Double.NaN, Quality.BAD, reason, receivedMicros);
  }

  /**
   * Adds a sample.
   *
   * @param source when the device says the value arose, microseconds since 1970 (UTC)
   */
  public void add(int point, double value, Quality quality, QualityReason reason, long source) {
    if (size == points.length) {
      int n = size * 2;
      points = Arrays.copyOf(points, n);
      values = Arrays.copyOf(values, n);
      qualities = Arrays.copyOf(qualities, n);
      reasons = Arrays.copyOf(reasons, n);
      sourceMicros = Arrays.copyOf(sourceMicros, n);
    }
    points[size] = point;
    values[size] = value;
    qualities[size] = quality;
    reasons[size] = reason;
    sourceMicros[size] = source;
    size++;
  }

  public int size() {
    return size;
  }

  public int point(int i) {
    return points[check(i)];
  }

  /** NaN where there is no value. */
  public double value(int i) {
    return values[check(i)];
  }

  /** The text, or null where the value is a number. */
  public @Nullable String text(int i) {
    int at = check(i);
    return texts == null || at >= texts.length ? null : texts[at];
  }

  public Quality quality(int i) {
    return qualities[check(i)];
  }

  public QualityReason reason(int i) {
    return reasons[check(i)];
  }

  public long sourceMicros(int i) {
    return sourceMicros[check(i)];
  }

  public long receivedMicros() {
    return receivedMicros;
  }

  private int check(int i) {
    if (i < 0 || i >= size) {
      throw new IndexOutOfBoundsException("sample " + i + " of " + size);
    }
    return i;
  }
}
