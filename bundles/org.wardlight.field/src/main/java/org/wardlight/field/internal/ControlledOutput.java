package org.wardlight.field.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
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
 * stands in the bundle's README). Thread-safe.
 */
final class ControlledOutput {
  /** How long after a write the device may go on reading back the old value. */
  static final Duration READ_BACK_GRACE = Duration.ofMillis(1500);

  /** Writes that a device accepts without obeying before it is called a mismatch. */
  static final int TRIES = 3;

  /** How long to leave a device alone that refuses or does not obey. */
  static final Duration RETRY = Duration.ofSeconds(30);

  /** A write of which nothing is heard for so long has an unknown outcome. */
  static final Duration WRITE_LIMIT = Duration.ofSeconds(30);

  private final Consumer<OutputState> statusChanged;
  private Point point;
  private final Map<Origin, Wish> wishes = new EnumMap<>(Origin.class);
  private @Nullable Wish winner;
  private boolean writing;
  private Instant writingSince = Instant.MIN;
  private int tries;
  private Instant quietUntil = Instant.MIN;
  private Instant lastAnswer = Instant.MIN;
  private volatile OutputState state;

  /**
   * An output that nobody wishes anything of.
   *
   * @param statusChanged hears of every new status; must not call back
   */
  ControlledOutput(Point point, Instant now, Consumer<OutputState> statusChanged) {
    this.point = point;
    this.statusChanged = statusChanged;
    state = new OutputState(point.id(), Double.NaN, null, "", Status.IDLE, "", now);
  }

  /** Says why the point cannot be made to show this value; empty if it can. */
  static String refusal(Point point, double value) {
    Double min = point.min();
    Double max = point.max();
    if (Double.isNaN(value) || (min != null && value < min) || (max != null && value > max)) {
      return point.name() + " takes " + min + " to " + max + ", not " + value;
    }
    if (point.kind().type() != ValueType.NUMBER && value != Math.rint(value)) {
      return point.name() + " takes whole numbers, not " + value;
    }
    return "";
  }

  /** Quantities are rounded by the device's register: half a percent of their range is the same. */
  private double tolerance() {
    Double min = point.min();
    Double max = point.max();
    if (point.kind().type() != ValueType.NUMBER || min == null || max == null) {
      return 1e-9;
    }
    return (max - min) / 200;
  }

  synchronized Point point() {
    return point;
  }

  /** The configuration describes the same output anew; wishes that it cannot show are dropped. */
  synchronized void become(Point described, Instant now) {
    if (!point.equals(described)) {
      point = described;
      wishes.values().removeIf(wish -> !refusal(described, wish.value()).isEmpty());
      choose(now);
    }
  }

  /** The output is gone. */
  synchronized void forget(Instant now) {
    wishes.clear();
    choose(now);
  }

  OutputState state() {
    return state;
  }

  /** Whether there is nothing to do until a wish or the device changes. */
  boolean settled() {
    return state.status() == Status.IDLE || state.status() == Status.CONFIRMED;
  }

  synchronized void wish(Origin origin, double value, String why, Instant now) {
    wishes.put(origin, new Wish(origin, value, why));
    choose(now);
  }

  synchronized void withdraw(Origin origin, Instant now) {
    wishes.remove(origin);
    choose(now);
  }

  synchronized double wished(Origin origin) {
    Wish wish = wishes.get(origin);
    return wish == null ? Double.NaN : wish.value();
  }

  private void choose(Instant now) {
    Wish best = best();
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
   * The first in the order of the enum. An alarm that wishes an output to be off has nothing to
   * show: an override then hides nothing and is let through.
   */
  private @Nullable Wish best() {
    Wish alarm = wishes.get(Origin.ALARM);
    Wish manual = wishes.get(Origin.MANUAL);
    if (manual != null && (alarm == null || alarm.value() == 0)) {
      return manual;
    }
    return wishes.isEmpty() ? null : wishes.values().iterator().next();
  }

  /**
   * Works out what to do next.
   *
   * @return the value to write now, or NaN for nothing
   */
  synchronized double next(PointValue readBack, Instant now) {
    if (writing && !now.isBefore(writingSince.plus(WRITE_LIMIT))) {
      written(new WriteOutcome.Unknown(new DriverFailure.Timeout("the driver said nothing")), now);
    }
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
    if (fresh && Math.abs(readBack.value() - wish.value()) <= tolerance()) {
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
    writingSince = now;
    return wish.value();
  }

  /** What became of the write that {@link #next} asked for. */
  synchronized void written(WriteOutcome outcome, Instant now) {
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
    boolean news = status != state.status();
    Instant since = news ? now : state.since();
    state =
        new OutputState(
            point.id(),
            desired,
            wish == null ? null : wish.origin(),
            wish == null ? "" : wish.why(),
            status,
            detail,
            since);
    if (news) {
      statusChanged.accept(state);
    }
  }

  private record Wish(Origin origin, double value, String why) {}
}
