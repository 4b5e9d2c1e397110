package org.wardlight.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Residents call now and then: a Poisson process over the house, thinner at night. */
final class CallRoutine {
  private static final double NIGHT_SHARE = 0.3;
  private static final int DAY_FROM_HOUR = 7;
  private static final int DAY_TO_HOUR = 21;
  private static final double MILLIS_A_DAY = 86_400_000;
  private static final Duration PRESS = Duration.ofSeconds(1);

  private final House house;
  private final double callsPerRoomAndDay;
  private final SplittableRandom random;
  private final List<Resident> residents = new ArrayList<>();

  CallRoutine(House house, SimulationSettings settings) {
    this.house = house;
    callsPerRoomAndDay = settings.callsPerRoomAndDay();
    random = new SplittableRandom(~settings.seed());
  }

  void add(Resident resident) {
    residents.add(resident);
  }

  void begin() {
    if (callsPerRoomAndDay > 0 && !residents.isEmpty()) {
      planNext();
    }
  }

  private void planNext() {
    double meanMillis = MILLIS_A_DAY / callsPerRoomAndDay / residents.size();
    long pause = (long) (-Math.log(1 - random.nextDouble()) * meanMillis);
    house
        .timeline()
        .after(
            pause,
            () -> {
              if (isDay() || random.nextDouble() < NIGHT_SHARE) {
                call(residents.get(random.nextInt(residents.size())));
              }
              planNext();
            });
  }

  private boolean isDay() {
    LocalTime time =
        Instant.ofEpochMilli(house.timeline().now()).atZone(house.facility().zone()).toLocalTime();
    return time.getHour() >= DAY_FROM_HOUR && time.getHour() < DAY_TO_HOUR;
  }

  private void call(Resident resident) {
    SimulatedRoom room = resident.room();
    if (room.heldUntil() > house.timeline().now()) {
      return;
    }
    switch (resident.place()) {
      case BED -> house.press(room, Kinds.CALL_BED, resident.bed(), PRESS);
      case ROOM -> house.press(room, Kinds.CALL_LIVING, null, PRESS);
      case BATHROOM -> house.press(room, Kinds.CORD, null, PRESS);
      case AWAY -> {}
    }
  }
}
