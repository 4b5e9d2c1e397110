package org.wardlight.benchmark;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Calls that were made, one a room, and what of them came to a screen. Thread-safe. */
final class Calls {
  private final Map<String, Long> pressed = new HashMap<>();
  private final Map<String, Set<String>> shown = new HashMap<>();
  private final Latencies times = new Latencies();
  private int late;
  private int unasked;

  private final long limitMicros;

  /**
   * Begins with none.
   *
   * @param limit a call that takes longer is late
   */
  Calls(Duration limit) {
    limitMicros = limit.toNanos() / 1_000;
  }

  /** A button is going to be pressed, at this instant of {@link System#nanoTime}. */
  synchronized void pressed(String room, long nanos) {
    if (pressed.putIfAbsent(room, nanos) != null) {
      throw new IllegalArgumentException("room " + room + " has called before");
    }
  }

  /** A call is on the screen that was not there before. */
  synchronized void shown(String room, String alarm, long nanos) {
    Long since = pressed.get(room);
    if (since == null) {
      unasked++;
      return;
    }
    Set<String> alarms = shown.computeIfAbsent(room, r -> new HashSet<>());
    if (alarms.add(alarm) && alarms.size() == 1) {
      long micros = (nanos - since) / 1_000;
      times.add(micros);
      if (micros > limitMicros) {
        late++;
      }
    }
  }

  synchronized int made() {
    return pressed.size();
  }

  /** How many are on the screen, however often. */
  synchronized int shown() {
    return shown.size();
  }

  /** How many came later than they should. */
  synchronized int late() {
    return late;
  }

  /** How many are more than one alarm. */
  synchronized int doubled() {
    return (int) shown.values().stream().filter(alarms -> alarms.size() > 1).count();
  }

  /** How many came that nobody had made. */
  synchronized int unasked() {
    return unasked;
  }

  /** From the press to the screen. */
  Latencies times() {
    return times;
  }
}
