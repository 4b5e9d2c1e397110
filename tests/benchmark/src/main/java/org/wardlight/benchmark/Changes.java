package org.wardlight.benchmark;

import java.time.Duration;
import java.util.List;

/** Changes in a steady rhythm: a temperature, and with each tenth one a pressed button. */
final class Changes {
  private static final Duration BETWEEN_CHANGES = Duration.ofMillis(100);
  private static final int CHANGES_PER_CALL = 10;
  private static final Duration PRESS = Duration.ofMillis(2_500);

  private final House house;
  private final List<String> rooms;
  private int made;
  private int calls;

  Changes(House house, List<String> rooms) {
    this.house = house;
    this.rooms = rooms;
  }

  /** How many calls the last course held. */
  int calls() {
    return calls;
  }

  void play(Duration time) throws InterruptedException {
    calls = 0;
    long begin = System.nanoTime();
    long end = begin + time.toNanos();
    for (long next = begin; next - end < 0; next += BETWEEN_CHANGES.toNanos()) {
      long wait = next - System.nanoTime();
      if (wait > 0) {
        Thread.sleep(Duration.ofNanos(wait).toMillis());
      }
      house.set(room(made), "bedroom.temperature", 20 + made / rooms.size() % 20 / 10.0);
      if (made % CHANGES_PER_CALL == 0) {
        house.press(room(made / CHANGES_PER_CALL), "call.bed", PRESS);
        calls++;
      }
      made++;
    }
  }

  private String room(int i) {
    return rooms.get(i % rooms.size());
  }
}
