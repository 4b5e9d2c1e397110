package org.wardlight.web.internal;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wardlight.api.space.Facility;
import org.wardlight.api.time.Ticker;
import org.wardlight.web.internal.Portions.Portion;

/**
 * Makes snapshots off the event loop and shares one among all who ask within a second: when the
 * server comes back, all stations ask at once. Lives on the event loop.
 */
final class Snapshots {
  private static final Duration SHARED_FOR = Duration.ofSeconds(1);

  private final Messages messages;
  private final Ticker ticker;
  private final Map<Shown, Made> made = new HashMap<>();

  Snapshots(Messages messages, Ticker ticker) {
    this.messages = messages;
    this.ticker = ticker;
  }

  /** What a snapshot is made of: with names or without, and the numbers of its portions. */
  private record Shown(boolean names, List<Integer> portions) {}

  /**
   * A snapshot without its user and closing brace.
   *
   * @param seq it holds everything up to this delta, and perhaps later changes that deltas repeat
   */
  record Snapshot(long seq, String text) {}

  private record Made(String epoch, long nanos, Future<Snapshot> snapshot) {}

  /**
   * Begins to make a snapshot, or gives the one that is being made or has just been made.
   *
   * @param left how many portions it leaves open
   */
  Future<Snapshot> get(
      Context context,
      String epoch,
      long seq,
      Facility facility,
      boolean names,
      List<Portion> portions,
      int left) {
    long now = ticker.nanos();
    Shown shown = new Shown(names, portions.stream().map(Portion::number).toList());
    Made last = made.get(shown);
    if (last == null
        || !last.epoch.equals(epoch)
        || last.snapshot.failed()
        || now - last.nanos > SHARED_FOR.toNanos()) {
      Future<Snapshot> snapshot =
          context.executeBlocking(
              () ->
                  new Snapshot(seq, messages.snapshot(epoch, seq, facility, names, portions, left)),
              false);
      last = new Made(epoch, now, snapshot);
      made.put(shown, last);
    }
    return last.snapshot;
  }

  /** Frees the memory of those that nobody will share any more. */
  void forgetOld() {
    long now = ticker.nanos();
    made.values().removeIf(m -> now - m.nanos > SHARED_FOR.toNanos());
  }
}
