package org.wardlight.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Facility;

/** The model alone, in virtual time. */
class HouseTest {
  private static final Instant EVENING = Instant.parse("2026-01-15T19:00:00Z");

  private final Facility facility = new TestHouse().facility();
  private final PointValues values = new PointValues(facility.points());

  private House house(SimulationSettings settings) {
    return new House(facility, values, settings, EVENING);
  }

  private static void pass(House house, Duration time) {
    house.timeline().advanceTo(Instant.ofEpochMilli(house.timeline().now()).plus(time));
  }

  /** What changes in a day, in steps of this many seconds. */
  private static List<String> day(long seed, int stepSeconds) {
    Facility facility = new TestHouse().facility();
    PointValues values = new PointValues(facility.points());
    SimulationSettings settings = SimulationSettings.lively().withSeed(seed).withStaff(true);
    House house = new House(facility, values, settings, EVENING);
    List<String> changes = new ArrayList<>();
    for (Point point : facility.points()) {
      values.listen(
          point.id(), (p, v) -> changes.add(house.timeline().now() + " " + p.name() + " " + v));
    }
    for (int i = 0; i < 86_400 / stepSeconds; i++) {
      pass(house, Duration.ofSeconds(stepSeconds));
    }
    return changes;
  }

  @Test
  void theSameSeedGivesTheSameDayHoweverOftenTheClockTicks() {
    assertThat(day(7, 1)).isEqualTo(day(7, 60)).isNotEqualTo(day(8, 60));
  }

  @Test
  void peopleSleepVisitTheBathroomEatElsewhereAndCall() {
    List<String> day = day(3, 60);
    assertThat(count(day, "203-io/bathroom.presence 1.0")).isBetween(2L, 30L);
    assertThat(count(day, "203-io/entrance.door.open 1.0")).isBetween(4L, 30L);
    assertThat(count(day, "203-io/bed.occupied 0.0")).isPositive();
    assertThat(count(day, "/call.")).isPositive();
  }

  private static long count(List<String> changes, String what) {
    return changes.stream().filter(c -> c.contains(what)).count();
  }

  @Test
  void anOpenWindowCoolsTheRoomAndTheHeatingBringsItBack() {
    House house = house(SimulationSettings.lively());
    SimulatedRoom room = house.room("203");
    house.set("203", "climate.setpoint", null, 22);
    pass(house, Duration.ofHours(2));
    assertThat(room.get(Kinds.TEMPERATURE, 0)).isBetween(21.7, 22.3);
    house.set("203", "window.open", null, 1);
    pass(house, Duration.ofMinutes(9));
    assertThat(room.get(Kinds.TEMPERATURE, 0)).isBetween(12.0, 20.5);
    assertThat(room.get(Kinds.VALVE, 1)).isZero();
    house.set("203", "window.open", null, 0);
    pass(house, Duration.ofMinutes(5));
    assertThat(room.get(Kinds.VALVE, 0)).isGreaterThan(50);
    pass(house, Duration.ofHours(3));
    assertThat(room.get(Kinds.TEMPERATURE, 0)).isBetween(21.7, 22.3);
  }

  @Test
  void aHigherSetpointIsReached() {
    House house = house(SimulationSettings.lively());
    house.set("203", "climate.setpoint", null, 25);
    pass(house, Duration.ofHours(3));
    assertThat(house.room("203").get(Kinds.TEMPERATURE, 0)).isBetween(24.8, 25.2);
  }

  @Test
  void aStillHouseDoesNotMove() {
    House house = house(SimulationSettings.quiet());
    double[] before = values.snapshot();
    pass(house, Duration.ofDays(1));
    assertThat(values.snapshot()).isEqualTo(before);
  }

  @Test
  void theRoutineLeavesARoomAloneThatSomebodyPlaysWith() {
    House house = house(SimulationSettings.lively().withCallsPerRoomAndDay(0));
    for (int minute = 0; minute < 600; minute += 5) {
      house.set("203", "bathroom.presence", null, 1);
      pass(house, Duration.ofMinutes(5));
      assertThat(house.room("203").get(Kinds.BATHROOM, 0)).isEqualTo(1);
    }
    pass(house, Duration.ofMinutes(15));
    assertThat(house.room("203").get(Kinds.BATHROOM, 1)).isZero();
  }

  @Test
  void aNurseComesToARedLampAfterSomeMinutesAndLeaves() {
    House house = house(SimulationSettings.quiet().withStaff(true));
    SimulatedRoom room = house.room("203");
    room.set(Kinds.LAMP_RED, 1);
    pass(house, Duration.ofSeconds(80));
    assertThat(room.get(Kinds.STAFF, 1)).isZero();
    pass(house, Duration.ofMinutes(3));
    room.set(Kinds.LAMP_RED, 0);
    assertThat(room.get(Kinds.STAFF, 0)).isEqualTo(1);
    pass(house, Duration.ofMinutes(4));
    assertThat(room.get(Kinds.STAFF, 1)).isZero();
  }
}
