package org.wardlight.field.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.WriteOutcome;
import org.wardlight.api.field.Origin;
import org.wardlight.api.field.OutputState;
import org.wardlight.api.field.OutputState.Status;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.ValueType;

/**
 * What is wished of one output and how far it has got: a state machine without I/O (its diagram
 * stands in the bundle's README). Used on the lane of its connection only; {@link #state} may be
 * read from anywhere.
 */
final class ControlledOutput {
  /** How long after a write the device may go on reading back the old value. */
  static final Duration READ_BACK_GRACE = Duration.ofMillis(1500);

  /** Writes that a device accepts without obeying before it is called a mismatch. */
  static final int TRIES = 3;

  /** How long to leave a device alone that refuses or does not obey. */
  static final Duration RETRY = Duration.ofSeconds(30);

  private final Point point;
  private final double tolerance;
  private final Map<Origin, Wish> wishes = new EnumMap<>(Origin.class);
  private @Nullable Wish winner;
  private boolean writing;
  private int tries;
  private Instant quietUntil = Instant.MIN;
  private Instant lastAnswer = Instant.MIN;
  private volatile OutputState state;

  ControlledOutput(Point point, Instant now) {
    this.point = point;
    tolerance = toleranceOf(point);
    state = new OutputState(point.id(), Double.NaN, null, "", Status.IDLE, "", now);
  }

  /** Quantities are rounded by the device's register: half a percent of their range is the same. */
  private static double toleranceOf(Point point) {
    Double min = point.min();
    Double max = point.max();
    if (point.kind().type() != ValueType.NUMBER || min == null || max == null) {
      return 1e-9;
    }
    return (max - min) / 200;
  }

  Point point() {
    return point;
  }

  OutputState state() {
    return state;
  }

  /** Whether there is nothing to do until a wish or the device changes. */
  boolean settled() {
    return state.status() == Status.IDLE || state.status() == Status.CONFIRMED;
  }

  void wish(Origin origin, double value, String why, Instant now) {
    wishes.put(origin, new Wish(origin, value, why));
    choose(now);
  }

  void withdraw(Origin origin, Instant now) {
    wishes.remove(origin);
    choose(now);
  }

  private void choose(Instant now) {
    Wish best = null;
    for (Wish wish : wishes.values()) { // in the order of the enum: first wins
      best = wish;
      break;
    }
    if (best == null) {
      winner = null;
      become(Status.IDLE, "", now);
      return;
    }
    boolean sameValue = winner != null && Double.compare(winner.value(), best.value()) == 0;
    winner = best;
    if (sameValue) {
      become(state.status(), state.detail(), now);
    } else {
      tries = 0;
      quietUntil = Instant.MIN;
      become(Status.PENDING, "", now);
    }
  }

  /**
   * Works out what to do next.
   *
   * @return the value to write now, or NaN for nothing
   */
  double next(PointValue readBack, Instant now) {
    Wish wish = winner;
    if (wish == null || writing) {
      return Double.NaN;
    }
    if (readBack.quality() == Quality.BAD || readBack.quality() == Quality.STALE) {
      become(Status.WAITING, "the device does not answer: " + readBack.reason(), now);
      tries = 0;
      quietUntil = Instant.MIN;
      return Double.NaN;
    }
    boolean fresh = readBack.received().isAfter(lastAnswer);
    if (fresh && Math.abs(readBack.value() - wish.value()) <= tolerance) {
      tries = 0;
      quietUntil = Instant.MIN;
      become(Status.CONFIRMED, "", now);
      return Double.NaN;
    }
    if (now.isBefore(quietUntil) || !fresh) {
      return Double.NaN;
    }
    if (tries >= TRIES) {
      become(
          Status.MISMATCH,
          "reads back " + readBack.value() + " after " + tries + " writes of " + wish.value(),
          now);
      tries = 0;
      quietUntil = now.plus(RETRY);
      return Double.NaN;
    }
    if (state.status() != Status.MISMATCH && state.status() != Status.REFUSED) {
      become(Status.PENDING, "", now);
    }
    writing = true;
    return wish.value();
  }

  /** What became of the write that {@link #next} asked for. */
  void written(WriteOutcome outcome, Instant now) {
    writing = false;
    lastAnswer = now;
    if (outcome instanceof WriteOutcome.Done) {
      tries++;
      quietUntil = now.plus(READ_BACK_GRACE);
    } else if (outcome instanceof WriteOutcome.Refused refused) {
      failed(Status.REFUSED, refused.failure(), now);
    } else if (outcome instanceof WriteOutcome.Unknown unknown) {
      // It may have happened: only a reading taken after this moment decides.
      become(Status.UNKNOWN, unknown.failure().detail(), now);
      quietUntil = Instant.MIN;
    } else {
      throw new IllegalStateException("unexpected outcome " + outcome);
    }
  }

  private void failed(Status status, DriverFailure failure, Instant now) {
    if (failure instanceof DriverFailure.Unreachable) {
      become(Status.WAITING, failure.detail(), now);
      quietUntil = now.plus(READ_BACK_GRACE);
    } else {
      become(status, failure.detail(), now);
      quietUntil = now.plus(RETRY);
    }
  }

  private void become(Status status, String detail, Instant now) {
    Wish wish = winner;
    double desired = wish == null ? Double.NaN : wish.value();
    Instant since = status == state.status() ? state.since() : now;
    state =
        new OutputState(
            point.id(),
            desired,
            wish == null ? null : wish.origin(),
            wish == null ? "" : wish.why(),
            status,
            detail,
            since);
  }

  private record Wish(Origin origin, double value, String why) {}
}
