package org.wardlight.api.driver;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.wardlight.api.point.Point;

/** One open connection and everything watched over it. Thread-safe. Reconnects by itself. */
public interface Link extends AutoCloseable {
  /**
   * Replaces what is watched: from now on samples of these points are delivered, each at the period
   * of its scan class. A point that cannot be read is delivered as BAD with its reason and never
   * harms its neighbours.
   */
  void watch(List<Point> points);

  /** Writes a value in the point's unit. Never throws; never retries. */
  CompletionStage<WriteOutcome> write(Point point, double value);

  /** Reads these points once, out of turn; the samples arrive at the listener like all others. */
  void refresh(List<Point> points);

  LinkState state();

  /** What was counted so far; a link that counts nothing answers {@link LinkFigures#NONE}. */
  default LinkFigures figures() {
    return LinkFigures.NONE;
  }

  /** Stops everything and frees the connection, within two seconds. */
  @Override
  void close();
}
