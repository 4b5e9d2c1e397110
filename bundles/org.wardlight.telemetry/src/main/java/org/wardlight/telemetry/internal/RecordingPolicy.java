package org.wardlight.telemetry.internal;

import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.Facility;

/**
 * Which samples of one facility are recorded: booleans and states at every change and at least
 * every {@code recordEvery}, numbers once every {@code recordEvery}, and a gap mark whenever a
 * value ends being known. Texts are not recorded. Decides with lookups by point id and allocates
 * nothing. Samples of one point come one after the other; a race with a quality change costs at
 * most one more sample.
 */
final class RecordingPolicy {
  private static final long NEVER = Long.MIN_VALUE;
  private final Facility facility;
  // Null where there is no such point, or nothing of it to record.
  private final @Nullable String[] names;
  private final boolean[] numbers;
  private final long[] everyMicros;
  private final long[] lastMicros;
  private final double[] lastValues;

  RecordingPolicy(Facility facility) {
    this.facility = facility;
    int n = facility.pointIdBound();
    names = new @Nullable String[n];
    numbers = new boolean[n];
    everyMicros = new long[n];
    lastMicros = new long[n];
    lastValues = new double[n];
    Arrays.fill(lastMicros, NEVER);
    Arrays.fill(lastValues, Double.NaN);
    for (Point point : facility.points()) {
      boolean text = point.kind().type() == ValueType.TEXT;
      names[point.id()] = text ? null : point.name();
      numbers[point.id()] = point.kind().type() == ValueType.NUMBER;
      everyMicros[point.id()] = point.kind().recordEvery().toNanos() / 1_000;
    }
  }

  /** The policy for another facility: points that keep their ids go on where they were. */
  RecordingPolicy following(Facility now) {
    RecordingPolicy next = new RecordingPolicy(now);
    int n = Math.min(names.length, next.names.length);
    System.arraycopy(lastMicros, 0, next.lastMicros, 0, n);
    System.arraycopy(lastValues, 0, next.lastValues, 0, n);
    return next;
  }

  boolean isFor(Facility other) {
    return facility == other;
  }

  /** Puts the sample into the ring if it is to be recorded. */
  void offer(int point, double value, Quality quality, long micros, SampleRing ring) {
    String name = point < names.length ? names[point] : null;
    if (name == null) {
      return;
    }
    if (quality == Quality.BAD || quality == Quality.STALE || Double.isNaN(value)) {
      gap(point, name, micros, ring);
      return;
    }
    long last = lastMicros[point];
    boolean due = last == NEVER || micros - last >= everyMicros[point] || micros < last;
    if (due || (!numbers[point] && value != lastValues[point])) {
      lastMicros[point] = micros;
      lastValues[point] = value;
      ring.put(
          name, value, quality == Quality.GOOD ? SampleRing.GOOD : SampleRing.UNCERTAIN, micros);
    }
  }

  private void gap(int point, String name, long micros, SampleRing ring) {
    if (lastMicros[point] != NEVER) {
      lastMicros[point] = NEVER;
      ring.put(name, Double.NaN, SampleRing.GAP, micros);
    }
  }

  /** The recording period of a point; a minute for one that the facility no longer has. */
  static long everyMicros(Facility facility, String point) {
    Point known = facility.point(point);
    return known == null
        ? ChronoUnit.MINUTES.getDuration().toNanos() / 1_000
        : known.kind().recordEvery().toNanos() / 1_000;
  }
}
