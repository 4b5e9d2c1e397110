package org.wardlight.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * One simulated resident: sleeps, visits the bathroom at night, moves about by day, eats in the
 * dining room, goes for walks, naps. While somebody plays with the room by hand, the routine waits
 * and then settles to where a resident would be at that hour.
 */
final class Resident {
  enum Place {
    BED,
    ROOM,
    BATHROOM,
    AWAY
  }

  private static final int MINUTE = 60;
  private static final Duration DOOR = Duration.ofSeconds(6);
  private static final int[] MEALS = {8 * 60, 12 * 60, 18 * 60};

  private final House house;
  private final SimulatedRoom room;
  private final String bed;
  private final SplittableRandom random;
  private final int wakes;
  private final int sleeps;
  private final int mealShift;
  private Place place = Place.BED;

  Resident(House house, SimulatedRoom room, String bed, SplittableRandom random) {
    this.house = house;
    this.room = room;
    this.bed = bed;
    this.random = random;
    wakes = random.nextInt(6 * 60, 7 * 60 + 30);
    sleeps = random.nextInt(20 * 60 + 30, 22 * 60 + 30);
    mealShift = random.nextInt(-10, 11);
  }

  Place place() {
    return place;
  }

  SimulatedRoom room() {
    return room;
  }

  String bed() {
    return bed;
  }

  /**
   * Takes up the routine at the present hour.
   *
   * @param soon whether a first walk to the bathroom comes within two minutes
   */
  void begin(boolean soon) {
    settle();
    if (soon) {
      plan(15, 110, this::toBathroom);
    } else {
      plan(10, isNight() ? 90 * MINUTE : 6 * MINUTE, isNight() ? this::toBathroom : this::decide);
    }
  }

  /** Schedules the one next step of this resident; a held room makes it settle instead. */
  private void plan(int leastSeconds, int mostSeconds, Runnable step) {
    long millis =
        random.nextLong(leastSeconds * 1000L, Math.max(leastSeconds + 1, mostSeconds) * 1000L);
    house.timeline().after(millis, () -> runUnlessHeld(step));
  }

  private void runUnlessHeld(Runnable step) {
    long wait = room.heldUntil() - house.timeline().now();
    if (wait > 0) {
      house.timeline().after(wait + random.nextLong(60_000), () -> runUnlessHeld(this::resume));
    } else {
      step.run();
    }
  }

  private void resume() {
    settle();
    decide();
  }

  /** Puts everything to where it is when this resident rests. */
  private void settle() {
    moveTo(isNight() ? Place.BED : Place.ROOM);
    room.cause(this, Kinds.MOTION, false);
  }

  private void moveTo(Place next) {
    place = next;
    room.set(Kinds.BED, bed, next == Place.BED ? 1 : 0);
    room.cause(this, Kinds.BATHROOM, next == Place.BATHROOM);
    int heard = next == Place.AWAY ? Kinds.HEARD_IN_COMMON_ROOM : Kinds.HEARD_IN_ROOM;
    room.set(Kinds.WRISTBAND, bed, heard);
  }

  private int minuteOfDay() {
    LocalTime time =
        Instant.ofEpochMilli(house.timeline().now()).atZone(house.facility().zone()).toLocalTime();
    return time.toSecondOfDay() / 60;
  }

  private boolean isNight() {
    int minute = minuteOfDay();
    return minute < wakes || minute >= sleeps;
  }

  /** What comes next for somebody at rest. */
  private void decide() {
    if (isNight()) {
      if (place != Place.BED) {
        toBed();
      }
      // Two visits in a night on average; the step looks again whether it is still night.
      int pause = (int) Math.min(6 * 3600, 30 * MINUTE - Math.log(1 - random.nextDouble()) * 9000);
      plan(pause, pause + MINUTE, isNightAfter(pause) ? this::toBathroom : this::decide);
      return;
    }
    if (place == Place.BED) {
      getUp();
    }
    if (isMealTime()) {
      plan(1, 5 * MINUTE, () -> goOut(30, 50));
      return;
    }
    double dice = random.nextDouble();
    if (dice < 0.06) {
      plan(5, 60, this::toBathroom);
    } else if (dice < 0.08) {
      plan(5, 60, () -> goOut(8, 25));
    } else if (dice < 0.095) {
      plan(5, 60, this::airTheRoom);
    } else if (dice < 0.14 && minuteOfDay() > 12 * 60 + 40 && minuteOfDay() < 15 * 60) {
      plan(5, 60, this::nap);
    } else {
      fidget();
    }
  }

  private boolean isNightAfter(int seconds) {
    int minute = (minuteOfDay() + seconds / 60) % (24 * 60);
    return minute < wakes || minute >= sleeps;
  }

  private boolean isMealTime() {
    int minute = minuteOfDay() - mealShift;
    return Arrays.stream(MEALS).anyMatch(meal -> minute >= meal && minute < meal + 15);
  }

  private void fidget() {
    room.cause(this, Kinds.MOTION, true);
    plan(
        15,
        90,
        () -> {
          room.cause(this, Kinds.MOTION, false);
          plan(2 * MINUTE, 7 * MINUTE, this::decide);
        });
  }

  private void getUp() {
    moveTo(Place.ROOM);
    room.cause(this, Kinds.MOTION, true);
  }

  private void toBed() {
    moveTo(Place.BED);
    room.cause(this, Kinds.MOTION, false);
  }

  private void nap() {
    toBed();
    plan(30 * MINUTE, 80 * MINUTE, this::decide);
  }

  private void toBathroom() {
    boolean fromBed = place == Place.BED;
    getUp();
    plan(fromBed ? 15 : 5, fromBed ? 50 : 20, this::enterBathroom);
  }

  private void enterBathroom() {
    house.press(room, Kinds.BATHROOM_DOOR, null, DOOR);
    moveTo(Place.BATHROOM);
    room.cause(this, Kinds.MOTION, false);
    if (random.nextInt(50) == 0) {
      plan(18 * MINUTE, 35 * MINUTE, this::leaveBathroom);
    } else {
      plan(3 * MINUTE, 9 * MINUTE, this::leaveBathroom);
    }
  }

  private void leaveBathroom() {
    house.press(room, Kinds.BATHROOM_DOOR, null, DOOR);
    getUp();
    plan(
        15,
        45,
        () -> {
          settle();
          decide();
        });
  }

  private void goOut(int leastMinutes, int mostMinutes) {
    house.press(room, Kinds.DOOR, null, DOOR);
    moveTo(Place.AWAY);
    room.cause(this, Kinds.MOTION, false);
    plan(
        leastMinutes * MINUTE,
        mostMinutes * MINUTE,
        () -> {
          house.press(room, Kinds.DOOR, null, DOOR);
          getUp();
          plan(20, 60, this::decide);
        });
  }

  private void airTheRoom() {
    room.set(Kinds.WINDOW, 1);
    house.timeline().after(10L * MINUTE * 1000, () -> room.set(Kinds.WINDOW, 0));
    fidget();
  }
}
