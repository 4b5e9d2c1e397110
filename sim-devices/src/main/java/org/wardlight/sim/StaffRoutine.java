package org.wardlight.sim;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Nurses who see a red door lamp come after some minutes, so that somebody at the screen can be
 * first: presence on, help, reset, presence off. Without a server that lights lamps nobody comes.
 */
final class StaffRoutine {
  private static final long LOOK_MILLIS = 5_000;
  private static final Duration PRESS = Duration.ofSeconds(1);

  private final House house;
  private final SplittableRandom random;
  private final Set<SimulatedRoom> onTheWay = new HashSet<>();

  StaffRoutine(House house, long seed) {
    this.house = house;
    random = new SplittableRandom(seed * 17 + 5);
  }

  void begin() {
    house.timeline().every(LOOK_MILLIS, this::look);
  }

  private void look() {
    for (SimulatedRoom room : house.rooms().values()) {
      if (needsHelp(room) && onTheWay.add(room)) {
        after(90, 240, () -> arrive(room));
      }
    }
  }

  private static boolean needsHelp(SimulatedRoom room) {
    return room.has(Kinds.STAFF)
        && room.get(Kinds.LAMP_RED, 0) != 0
        && room.get(Kinds.STAFF, 0) == 0;
  }

  private void arrive(SimulatedRoom room) {
    boolean byHand = room.heldUntil() > house.timeline().now();
    if (byHand || !needsHelp(room)) {
      onTheWay.remove(room);
      return;
    }
    room.set(Kinds.STAFF, 1);
    after(40, 150, () -> leave(room));
  }

  private void leave(SimulatedRoom room) {
    house.press(room, Kinds.BATHROOM_RESET, null, PRESS);
    house.press(room, Kinds.STAFF_RESET, null, PRESS);
    after(
        5,
        15,
        () -> {
          room.set(Kinds.STAFF, 0);
          onTheWay.remove(room);
        });
  }

  private void after(int leastSeconds, int mostSeconds, Runnable action) {
    house.timeline().after(random.nextLong(leastSeconds * 1000L, mostSeconds * 1000L), action);
  }
}
