package org.wardlight.field.internal;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.Supervision;
import org.wardlight.api.point.ValueType;

/**
 * What one point's supervision makes of its samples: a state machine without I/O, used under the
 * lock of the point's link. Put a sample in with {@link #take}, let time pass with {@link #tick},
 * then read what counts: {@link #value}, {@link #since}, {@link #quality}, {@link #reason}.
 *
 * <p>While a point chatters its value rests on the one that asks for attention, since the first
 * time it was seen so: a mat that flickers is an empty bed, a presence sensor that flickers is
 * somebody in the bathroom. Rules then raise one alarm too many at most; resting on the other
 * value, or on the one before, could hide a fall. A point that raises a call is neither debounced
 * nor doubted for chatter or neighbours: three presses in a minute are a person in need, and the
 * desk does not hear uncertain calls.
 */
final class PointWatch {
  /** Seeing these on is reassuring; being off is what asks for attention. */
  private static final Set<String> REASSURING =
      Set.of("bed.occupied", "staff.presence", "staff.reset", "bathroom.reset", "door.locked");

  private static final long MINUTE = micros(Duration.ofMinutes(1));
  private static final long NEVER = Long.MIN_VALUE;

  private final boolean reassuring;
  private final long debounce;
  private final long stuckAfter;
  private final Set<String> neighbours;
  private final long[] rises;
  private int nextRise;
  private long lastRise = NEVER;

  private double raw = Double.NaN;
  private long rawSince;
  private Quality rawQuality = Quality.BAD;
  private QualityReason rawReason = QualityReason.NEVER_READ;
  private long usableSince = NEVER;
  private double settled = Double.NaN;
  private long settledSince;
  private long restless = NEVER;
  private long onSince;
  private long offSince;
  private boolean chattering;
  private double resting;
  private long restingSince;
  private long awaited = NEVER;
  private boolean stuck;
  // Set without the link's lock, by the one that asks the neighbours.
  private volatile String failedNeighbour = "";

  private PointWatch(Point point) {
    PointKind kind = point.kind();
    Supervision supervision = point.supervision();
    boolean filtered = kind.type() == ValueType.BOOLEAN || kind.type() == ValueType.STATE;
    boolean call = kind.raises() != null;
    reassuring = REASSURING.contains(kind.id());
    debounce = filtered && !call ? micros(supervision.debounce()) : 0;
    Duration limit = supervision.stuckAfter();
    stuckAfter = limit == null ? Long.MAX_VALUE : micros(limit);
    neighbours = call ? Set.of() : supervision.dependsOn();
    rises = new long[filtered && !call ? supervision.chatterPerMinute() : 0];
  }

  /** The watch of a point, or null if there is nothing to watch. */
  static @Nullable PointWatch of(Point point) {
    return point.supervision().equals(Supervision.NONE) || point.kind().type() == ValueType.TEXT
        ? null
        : new PointWatch(point);
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  /**
   * A sample arrived.
   *
   * @param known what is known of the point, for a value that lasts from before a restart
   */
  void take(PointState known, double value, Quality quality, QualityReason reason, long at) {
    rawQuality = quality;
    rawReason = reason;
    if (!usable()) {
      usableSince = NEVER;
      stuck = false;
      return;
    }
    boolean back = usableSince == NEVER;
    if (back) {
      usableSince = at;
    }
    if (value != raw && !Double.isNaN(value)) {
      changed(value, at);
      if (back && value == known.value()) {
        rawSince = known.sinceMicros();
      }
    }
    // What comes after a silence is not a bounce: it counts at once.
    if (back || at - rawSince >= debounce) {
      settle();
    }
    tick(at);
  }

  private void changed(double value, long at) {
    if (!Double.isNaN(raw)) {
      moved(value, at);
    }
    stuck = false;
    raw = value;
    rawSince = at;
  }

  private void moved(double value, long at) {
    if (restless == NEVER || at - restless > MINUTE) {
      // The first change after a quiet time: what was until now began when it began.
      onSince = raw == 0 ? NEVER : rawSince;
      offSince = raw == 0 ? rawSince : NEVER;
    }
    restless = at;
    if (value == 0) {
      offSince = offSince == NEVER ? at : offSince;
    } else if (raw == 0) {
      onSince = onSince == NEVER ? at : onSince;
      rose(value, at);
    }
  }

  /** Bounces within the time of debouncing count as one. */
  private void rose(double value, long at) {
    if (rises.length == 0 || (lastRise != NEVER && at - lastRise < debounce)) {
      return;
    }
    lastRise = at;
    rises[nextRise] = at;
    nextRise = (nextRise + 1) % rises.length;
    long oldest = rises[nextRise];
    if (!chattering && oldest != 0 && at - oldest <= MINUTE) {
      chattering = true;
      resting = reassuring ? 0 : value;
      restingSince = reassuring ? offSince : onSince;
    }
  }

  private void settle() {
    if (settled != raw) {
      settled = raw;
      settledSince = rawSince;
    }
  }

  /**
   * Asks for a call of {@link #lasted}.
   *
   * @return in how many microseconds; 0 if nothing is pending or it was asked for before
   */
  long await(long now) {
    if (!usable() || chattering || settled == raw || Double.isNaN(raw) || awaited == rawSince) {
      return 0;
    }
    awaited = rawSince;
    return Math.max(1, rawSince + debounce - now);
  }

  /**
   * The time asked for has passed.
   *
   * @param began {@link #pendingSince} of then
   * @return whether the value counts now
   */
  boolean lasted(long began) {
    if (!usable() || chattering || settled == raw || rawSince != began) {
      return false;
    }
    settle();
    return true;
  }

  /** When the value that is not settled yet began. */
  long pendingSince() {
    return rawSince;
  }

  /** Time passed. */
  void tick(long now) {
    if (chattering && now - lastRise >= MINUTE) {
      chattering = false;
      Arrays.fill(rises, 0);
      settle();
    }
    if (usable() && now - Math.max(rawSince, usableSince) >= stuckAfter) {
      stuck = true;
    }
  }

  /** Says which of the neighbours failed; empty for none. */
  void neighbourFailed(String name) {
    failedNeighbour = name;
  }

  /** The points without which this one cannot be trusted. */
  Set<String> neighbours() {
    return neighbours;
  }

  /** The neighbour that makes it doubtful; empty if there is none. */
  String failedNeighbour() {
    return failedNeighbour;
  }

  private boolean usable() {
    return rawQuality == Quality.GOOD || rawQuality == Quality.UNCERTAIN;
  }

  double value() {
    return chattering ? resting : settled;
  }

  /** When the value began. */
  long since() {
    return chattering ? restingSince : settledSince;
  }

  boolean chattering() {
    return chattering;
  }

  Quality quality() {
    return doubtful() ? Quality.UNCERTAIN : rawQuality;
  }

  QualityReason reason() {
    if (!doubtful()) {
      return rawReason;
    }
    if (chattering) {
      return QualityReason.CHATTERING;
    }
    return stuck ? QualityReason.STUCK : QualityReason.NEIGHBOUR_FAILED;
  }

  private boolean doubtful() {
    return usable() && (chattering || stuck || !failedNeighbour.isEmpty());
  }
}
