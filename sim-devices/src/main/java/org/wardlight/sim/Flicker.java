package org.wardlight.sim;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.wardlight.api.point.Point;

/** Inputs that go there and back: on and off, a number up and down by one. Not thread-safe. */
final class Flicker {
  private record Input(int point, double rest, double other) {}

  private final List<Input> inputs;
  private final PointValues values;
  private final LongAdder changes;
  private boolean away;

  /**
   * Begins at rest, which is what the points show now.
   *
   * @param changes where each change of a point is counted
   */
  Flicker(List<Point> points, PointValues values, LongAdder changes) {
    this.values = values;
    this.changes = changes;
    inputs = points.stream().map(this::input).toList();
  }

  private Input input(Point point) {
    double rest = values.actual(point.id());
    double other =
        switch (point.kind().type()) {
          case BOOLEAN, STATE -> rest == 0 ? 1 : 0;
          case NUMBER -> PointValues.outOfBounds(point, rest + 1) ? rest - 1 : rest + 1;
          case TEXT -> throw new SimulationException(point.name() + " is a text: no flickering");
        };
    return new Input(point.id(), rest, other);
  }

  /** All go to the other side. */
  void change() {
    away = !away;
    for (Input input : inputs) {
      values.set(input.point, away ? input.other : input.rest);
    }
    changes.add(inputs.size());
  }

  /** All are as they were, which is a change if they were not. */
  void rest() {
    if (away) {
      change();
    }
  }
}
