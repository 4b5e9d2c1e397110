package org.wardlight.web.internal;

import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.wardlight.web.internal.Portions.Portion;

/**
 * Sends stations what their snapshots left open, one part a turn and each when the one before it
 * has been read: a part is written on the event loop, so that it is neither older nor newer than
 * the deltas around it, and nothing waits longer than for one. Lives on the event loop.
 */
final class Parts {
  private static final long TURN_MILLIS = 1;

  private final Vertx vertx;
  private final BiFunction<Station, Portion, String> writer;
  private final Deque<Station> waiting = new ArrayDeque<>();
  private boolean timerSet;

  /** Sends what this writes of a portion for a station. */
  Parts(Vertx vertx, BiFunction<Station, Portion, String> writer) {
    this.vertx = vertx;
    this.writer = writer;
  }

  /** The station is live and has read its snapshot, or a part. */
  void next(Station station) {
    if (station.left() > 0) {
      waiting.addLast(station);
      arm();
    }
  }

  private void arm() {
    if (!timerSet && !waiting.isEmpty()) {
      timerSet = true;
      vertx.setTimer(TURN_MILLIS, id -> turn());
    }
  }

  private void turn() {
    timerSet = false;
    Station station = waiting.pollFirst();
    @Nullable Portion portion = station == null ? null : station.nextPortion();
    if (station != null && portion != null) {
      station.send(writer.apply(station, portion)).onSuccess(v -> next(station));
    }
    arm();
  }
}
