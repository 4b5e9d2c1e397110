package org.wardlight.field.internal;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import org.wardlight.api.field.PointStates.Kept;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.space.Facility;

/**
 * The last known value of every point, as parallel arrays: an unchanged sample costs a comparison
 * and a timestamp. Not synchronized: all access to a point happens under the lock of its link.
 */
final class ProcessImage {
  private final Facility facility;
  private final double[] values;
  private final Quality[] qualities;
  private final QualityReason[] reasons;
  private final long[] sinceMicros;
  private final long[] qualitySinceMicros;
  private final long[] receivedMicros;

  /** All points as never read, or as kept before the restart. */
  ProcessImage(Facility facility, Map<String, Kept> kept, Instant now) {
    this.facility = facility;
    int n = facility.pointIdBound();
    values = new double[n];
    qualities = new Quality[n];
    reasons = new QualityReason[n];
    sinceMicros = new long[n];
    qualitySinceMicros = new long[n];
    receivedMicros = new long[n];
    long nowMicros = micros(now);
    Arrays.fill(values, Double.NaN);
    Arrays.fill(qualities, Quality.BAD);
    Arrays.fill(reasons, QualityReason.NEVER_READ);
    Arrays.fill(sinceMicros, nowMicros);
    Arrays.fill(qualitySinceMicros, nowMicros);
    for (Point point : facility.points()) {
      Kept state = kept.get(point.name());
      if (state != null) {
        int i = point.id();
        values[i] = state.value();
        qualities[i] = Quality.STALE;
        reasons[i] = QualityReason.RESTORED;
        // A since in the future (the clock was set back) would stop every dwell clock.
        sinceMicros[i] = Math.min(micros(state.since()), nowMicros);
      }
    }
  }

  /**
   * Takes a sample. The last good value stays while the quality is worse, so that a dead sensor
   * never reads as empty.
   *
   * @return what changed
   */
  Change accept(int id, double value, Quality quality, QualityReason reason, long received) {
    boolean usable = quality == Quality.GOOD || quality == Quality.UNCERTAIN;
    Change change = Change.NONE;
    if (usable) {
      receivedMicros[id] = received;
      if (value != values[id] && !Double.isNaN(value)) {
        values[id] = value;
        sinceMicros[id] = received;
        change = Change.VALUE;
      }
    }
    if (quality != qualities[id] || reason != reasons[id]) {
      qualities[id] = quality;
      reasons[id] = reason;
      qualitySinceMicros[id] = received;
      if (change == Change.NONE) {
        change = Change.QUALITY;
      }
    }
    return change;
  }

  PointValue value(int id) {
    return new PointValue(
        requireNonNull(facility.point(id)),
        values[id],
        qualities[id],
        reasons[id],
        instant(sinceMicros[id]),
        instant(qualitySinceMicros[id]),
        instant(receivedMicros[id]));
  }

  double number(int id) {
    return values[id];
  }

  Quality quality(int id) {
    return qualities[id];
  }

  QualityReason reason(int id) {
    return reasons[id];
  }

  long receivedMicros(int id) {
    return receivedMicros[id];
  }

  Kept kept(int id) {
    return new Kept(values[id], instant(sinceMicros[id]));
  }

  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** What a sample changed. */
  enum Change {
    NONE,
    QUALITY,
    VALUE
  }
}
