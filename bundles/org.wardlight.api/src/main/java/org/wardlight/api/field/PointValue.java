package org.wardlight.api.field;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;

/**
 * What is known of a point.
 *
 * @param value the last good value, kept while the quality is worse; NaN if there never was one
 * @param text the last good text of a point of type TEXT; null for all others
 * @param since when the point began to have this value; survives restarts for safety points
 * @param qualitySince when the quality became what it is
 * @param received when the last sample that confirmed the value arrived
 */
public record PointValue(
    Point point,
    double value,
    @Nullable String text,
    Quality quality,
    QualityReason reason,
    Instant since,
    Instant qualitySince,
    Instant received) {
  /** What is known of a point that is no text. */
  public PointValue(
      Point point,
      double value,
      Quality quality,
      QualityReason reason,
      Instant since,
      Instant qualitySince,
      Instant received) {
    this(point, value, null, quality, reason, since, qualitySince, received);
  }
}
