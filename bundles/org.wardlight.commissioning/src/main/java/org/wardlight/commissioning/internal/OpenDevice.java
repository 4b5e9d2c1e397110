package org.wardlight.commissioning.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.commission.Poll;
import org.wardlight.api.commission.Poll.Value;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.Driver;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.Link;
import org.wardlight.api.driver.LinkListener;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.SampleBatch;
import org.wardlight.api.time.Ticker;

/** A device on a connection of its own, and the latest that it said. Thread-safe. */
final class OpenDevice implements LinkListener, AutoCloseable {
  private final List<Point> points;
  private final Map<Integer, Point> byId = new HashMap<>();
  private final Map<Integer, Value> latest = new HashMap<>();
  private final CompletableFuture<Void> settled = new CompletableFuture<>();
  private final Ticker ticker;
  private final long openedNanos;
  private final Link link;
  private @Nullable DriverFailure failure;
  private boolean up;
  private long lastNanos;

  /**
   * Opens the connection and begins to read.
   *
   * @throws IllegalArgumentException if the driver refuses the specification
   */
  OpenDevice(Driver driver, ConnectionSpec connection, List<Point> points, Ticker ticker) {
    this.points = List.copyOf(points);
    points.forEach(point -> byId.put(point.id(), point));
    this.ticker = ticker;
    openedNanos = ticker.nanos();
    lastNanos = openedNanos;
    link = open(driver, connection);
  }

  private Link open(Driver driver, ConnectionSpec connection) {
    Link opened = driver.open(connection, this);
    opened.watch(points);
    return opened;
  }

  /** Completes once every point has been read or refused, or there is no connection. */
  CompletionStage<Void> settled() {
    return settled;
  }

  /** What is known now. */
  synchronized Poll poll() {
    List<Value> values = new ArrayList<>();
    for (Point point : points) {
      Value value = latest.get(point.id());
      values.add(
          value == null
              ? new Value(
                  point, Double.NaN, null, Quality.BAD, QualityReason.NEVER_READ, Duration.ZERO)
              : value);
    }
    boolean complete = latest.size() == points.size();
    long end = complete || failure != null ? lastNanos : ticker.nanos();
    DriverFailure why = failure;
    if (why == null && !up && latest.isEmpty()) {
      why = new DriverFailure.Unreachable("no connection was made in time");
    }
    return new Poll(values, why, Duration.ofNanos(end - openedNanos));
  }

  @Override
  public void samples(SampleBatch batch) {
    boolean complete;
    synchronized (this) {
      lastNanos = ticker.nanos();
      Duration after = Duration.ofNanos(lastNanos - openedNanos);
      for (int i = 0; i < batch.size(); i++) {
        Point point = byId.get(batch.point(i));
        if (point != null) {
          latest.put(
              point.id(),
              new Value(
                  point, batch.value(i), batch.text(i), batch.quality(i), batch.reason(i), after));
        }
      }
      complete = latest.size() == points.size();
    }
    if (complete) {
      settled.complete(null);
    }
  }

  @Override
  public void stateChanged(LinkState state) {
    synchronized (this) {
      up = state.status() == LinkState.Status.UP;
      failure = state.status() == LinkState.Status.DOWN ? state.failure() : null;
      lastNanos = ticker.nanos();
    }
    if (state.status() == LinkState.Status.DOWN) {
      settled.complete(null);
    }
  }

  @Override
  public void close() {
    link.close();
  }
}
