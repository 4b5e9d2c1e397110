package org.wardlight.field.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.field.PointStates.Kept;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;

/**
 * What is known of one point; an unchanged sample costs a comparison and a timestamp. Not
 * synchronized: all access happens under the lock of the link that owns the point.
 */
final class PointState {
  private volatile SupervisedLink owner;
  private Point point;
  private @Nullable PointWatch watch;
  private double value = Double.NaN;
  private @Nullable String text;
  private Quality quality = Quality.BAD;
  private QualityReason reason = QualityReason.NEVER_READ;
  private long sinceMicros;
  private long qualitySinceMicros;
  private long unusableSinceMicros;
  private long receivedMicros;

  /** A point that was never read; a link takes it over before anybody else sees it. */
  PointState(Point point, SupervisedLink owner, long nowMicros) {
    this.owner = owner;
    this.point = point;
    watch = PointWatch.of(point);
    sinceMicros = nowMicros;
    qualitySinceMicros = nowMicros;
    unusableSinceMicros = nowMicros;
  }

  /**
   * What was known before the restart.
   *
   * @return whether it has to be kept anew, because it began in the future
   */
  boolean restore(Kept kept) {
    value = kept.value();
    quality = Quality.STALE;
    reason = QualityReason.RESTORED;
    // A since in the future (the clock was set back) would stop every dwell clock.
    boolean future = micros(kept.since()) > sinceMicros;
    sinceMicros = Math.min(micros(kept.since()), sinceMicros);
    return future;
  }

  /** Since when it was unusable before the restart; it is so until it is read. */
  void unusableSince(Instant since) {
    qualitySinceMicros = micros(since);
    unusableSinceMicros = qualitySinceMicros;
  }

  /** The configuration describes the same point anew: what is known of it stays. */
  void become(Point now) {
    if (!now.supervision().equals(point.supervision())) {
      watch = PointWatch.of(now);
    }
    point = now;
  }

  /**
   * Takes a sample. The last good value stays while the quality is worse, so that a dead sensor
   * never reads as empty.
   *
   * @param since when the value began, if it is new
   * @return what changed
   */
  Change accept(
      double newValue,
      @Nullable String newText,
      Quality newQuality,
      QualityReason newReason,
      long received,
      long since) {
    Change change = Change.NONE;
    if (newQuality == Quality.GOOD || newQuality == Quality.UNCERTAIN) {
      receivedMicros = received;
      if ((newValue != value && !Double.isNaN(newValue))
          || (newText != null && !newText.equals(text))) {
        value = newValue;
        text = newText;
        sinceMicros = since;
        change = Change.VALUE;
      }
    }
    if (newQuality != quality || newReason != reason) {
      if (read()) {
        unusableSinceMicros = received;
      }
      quality = newQuality;
      reason = newReason;
      qualitySinceMicros = received;
      if (change == Change.NONE) {
        change = Change.QUALITY;
      }
    }
    return change;
  }

  /** Says that the value began earlier than was thought; returns whether that is news. */
  boolean backdate(long since) {
    if (since >= sinceMicros) {
      return false;
    }
    sinceMicros = since;
    return true;
  }

  /** What is known now; to be called without any link's lock. */
  PointValue current() {
    PointValue now = owner.value(this);
    while (now == null) { // it was handed over in between
      now = owner.value(this);
    }
    return now;
  }

  /** What is known; under the link's lock. */
  PointValue snapshot() {
    return new PointValue(
        point,
        value,
        text,
        quality,
        reason,
        instant(sinceMicros),
        instant(qualitySinceMicros),
        instant(receivedMicros));
  }

  /** The link under whose lock it is used; changes only when a connection is replaced. */
  SupervisedLink owner() {
    return owner;
  }

  void owner(SupervisedLink link) {
    owner = link;
  }

  Point point() {
    return point;
  }

  /** Null for most points: those whose samples are taken as they come. */
  @Nullable PointWatch watch() {
    return watch;
  }

  double value() {
    return value;
  }

  Quality quality() {
    return quality;
  }

  QualityReason reason() {
    return reason;
  }

  /** Whether a sample confirmed the value within its time. */
  boolean read() {
    return quality == Quality.GOOD || quality == Quality.UNCERTAIN;
  }

  long sinceMicros() {
    return sinceMicros;
  }

  /** Since when it is not read, whatever the reason was at first; of no meaning if it is. */
  Instant unusableSince() {
    return instant(unusableSinceMicros);
  }

  long qualitySinceMicros() {
    return qualitySinceMicros;
  }

  long receivedMicros() {
    return receivedMicros;
  }

  Kept kept() {
    return new Kept(value, instant(sinceMicros));
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
