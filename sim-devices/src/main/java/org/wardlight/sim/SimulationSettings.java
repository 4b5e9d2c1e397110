package org.wardlight.sim;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a facility is simulated.
 *
 * @param clock the wall clock that drives the model
 * @param start model time at the start; null for the clock's own time
 * @param speed model seconds in a real second, above 0
 * @param seed what people do and when follows from it
 * @param still nobody moves and nothing warms or cools: values change by hand only
 * @param staff nurses answer the red door lamp, slowly
 * @param callsPerRoomAndDay how often a room calls by day; at night about a third of it
 */
public record SimulationSettings(
    Clock clock,
    @Nullable Instant start,
    double speed,
    long seed,
    boolean still,
    boolean staff,
    double callsPerRoomAndDay) {

  /** One call in four minutes in a house of 24 rooms. */
  public static final double LIVELY_CALLS_PER_ROOM_AND_DAY = 15;

  public SimulationSettings {
    if (!(speed > 0 && speed <= 10_000)) {
      throw new SimulationException("speed must lie above 0 and up to 10000, not " + speed);
    }
    if (!(callsPerRoomAndDay >= 0 && callsPerRoomAndDay <= 10_000)) {
      throw new SimulationException(
          "calls per room and day must lie within 0 and 10000, not " + callsPerRoomAndDay);
    }
  }

  /** For tests and benches: nothing moves by itself. */
  public static SimulationSettings quiet() {
    return new SimulationSettings(Clock.systemUTC(), null, 1, 1, true, false, 0);
  }

  /** For the demo: people move, and call now and then; no staff. */
  public static SimulationSettings lively() {
    return new SimulationSettings(
        Clock.systemUTC(), null, 1, 1, false, false, LIVELY_CALLS_PER_ROOM_AND_DAY);
  }

  public SimulationSettings withStart(Instant instant) {
    return new SimulationSettings(clock, instant, speed, seed, still, staff, callsPerRoomAndDay);
  }

  public SimulationSettings withSpeed(double factor) {
    return new SimulationSettings(clock, start, factor, seed, still, staff, callsPerRoomAndDay);
  }

  public SimulationSettings withSeed(long value) {
    return new SimulationSettings(clock, start, speed, value, still, staff, callsPerRoomAndDay);
  }

  public SimulationSettings withStill(boolean on) {
    return new SimulationSettings(clock, start, speed, seed, on, staff, callsPerRoomAndDay);
  }

  public SimulationSettings withStaff(boolean on) {
    return new SimulationSettings(clock, start, speed, seed, still, on, callsPerRoomAndDay);
  }

  public SimulationSettings withCallsPerRoomAndDay(double calls) {
    return new SimulationSettings(clock, start, speed, seed, still, staff, calls);
  }
}
