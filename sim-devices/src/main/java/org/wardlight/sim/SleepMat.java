package org.wardlight.sim;

import java.util.SplittableRandom;

/**
 * Heart and breath of one sleeper as a mat under the mattress feels them: slow drifts about a habit
 * of one's own, now and then a turn. The same seed gives the same night.
 */
final class SleepMat {
  /** What such mats show while nobody lies there: 65535 tenths. */
  private static final double NO_FIGURE = 6553.5;

  private static final double TURNS = 0.04;

  private final SimulatedRoom room;
  private final String bed;
  private final SplittableRandom random;
  private final double usualHeart;
  private final double usualBreath;
  private double heart;
  private double breath;

  SleepMat(SimulatedRoom room, String bed, long seed) {
    this.room = room;
    this.bed = bed;
    random = new SplittableRandom(seed);
    usualHeart = random.nextDouble(54, 72);
    usualBreath = random.nextDouble(12, 17);
    heart = usualHeart;
    breath = usualBreath;
  }

  /** The next ten seconds. */
  void step() {
    boolean occupied = room.points(Kinds.BED, bed).isEmpty() || room.get(Kinds.BED, bed, 0) != 0;
    boolean turns = random.nextDouble() < TURNS;
    heart += (usualHeart - heart) * 0.1 + random.nextDouble(-1, 1) + (turns ? 6 : 0);
    breath += (usualBreath - breath) * 0.1 + random.nextDouble(-0.3, 0.3) + (turns ? 1.5 : 0);
    room.set(Kinds.HEART_RATE, bed, occupied ? tenths(heart) : NO_FIGURE);
    room.set(Kinds.BREATHING_RATE, bed, occupied ? tenths(breath) : NO_FIGURE);
    int movement = occupied ? random.nextInt(4) + (turns ? 40 : 0) : 0;
    room.set(Kinds.MOVEMENT, bed, movement);
  }

  private static double tenths(double value) {
    return Math.rint(value * 10) / 10;
  }
}
