package org.wardlight.sim;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.Point;

/**
 * The value of every point: what holds in the house, and what the device shows. The two differ only
 * while a device is frozen. Thread-safe; listeners are called in the order of the changes.
 */
final class PointValues {
  /** Hears of every change of what one point shows. Must be quick and must not call back. */
  interface Listener {
    void shows(Point point, double value);
  }

  private final List<Point> points;
  private final double[] actual;
  private final double[] shown;
  private final boolean[] frozen;
  private final @Nullable Listener[] listeners;

  PointValues(List<Point> points) {
    this.points = points;
    actual = new double[points.size()];
    shown = new double[points.size()];
    frozen = new boolean[points.size()];
    listeners = new Listener[points.size()];
  }

  /** Sets the one listener of a point and tells it the present value at once. */
  synchronized void listen(int point, Listener listener) {
    listeners[point] = listener;
    listener.shows(points.get(point), shown[point]);
  }

  /** What holds in the house. */
  synchronized double actual(int point) {
    return actual[point];
  }

  /** What the device says. */
  synchronized double shown(int point) {
    return shown[point];
  }

  /** A change in the house. */
  synchronized void set(int point, double value) {
    actual[point] = value;
    if (!frozen[point]) {
      show(point, value);
    }
  }

  /** A write by a client of the device; a frozen device takes it without effect. */
  synchronized void write(int point, double value) {
    if (!frozen[point]) {
      set(point, value);
    }
  }

  /** Freezes or thaws a point; thawed, it shows what holds now. */
  synchronized void freeze(int point, boolean freeze) {
    frozen[point] = freeze;
    if (!freeze) {
      show(point, actual[point]);
    }
  }

  /** A copy of what all devices say. */
  synchronized double[] snapshot() {
    return Arrays.copyOf(shown, shown.length);
  }

  /** Whether a device would refuse this value; a little slack for rounding. */
  static boolean outOfBounds(Point point, double value) {
    Double min = point.min();
    Double max = point.max();
    return Double.isNaN(value)
        || (min != null && value < min - 1e-6)
        || (max != null && value > max + 1e-6);
  }

  private void show(int point, double value) {
    if (Double.compare(shown[point], value) != 0) {
      shown[point] = value;
      Listener listener = listeners[point];
      if (listener != null) {
        listener.shows(points.get(point), value);
      }
    }
  }
}
