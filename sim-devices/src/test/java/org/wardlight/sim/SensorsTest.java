package org.wardlight.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.wardlight.api.space.Facility;

/** Fall sensor, sleep mat, wristband, doors and weather of the demo, in virtual time. */
class SensorsTest {
  private static final Instant EVENING = Instant.parse("2026-01-15T19:00:00Z");
  private static final Facility DEMO = Main.read(Path.of("../device-configs/facilities/demo"));

  private final PointValues values = new PointValues(DEMO.points());
  private final House house =
      new House(DEMO, values, SimulationSettings.lively().withSeed(3), EVENING);
  private final Deeds deeds = new Deeds(house);

  private void pass(Duration time) {
    house.timeline().advanceTo(Instant.ofEpochMilli(house.timeline().now()).plus(time));
  }

  private void perform(String room, String words) {
    Runnable deed = deeds.in(house.room(room), words);
    house.byHand(room);
    deed.run();
  }

  private double value(String room, String kind) {
    return house.room(room).get(kind, Double.NaN);
  }

  @Test
  void nobodyFallsWandersOrPressesTheWristbandByThemselves() {
    for (int i = 0; i < 2 * 24 * 60; i++) {
      pass(Duration.ofMinutes(1));
      assertThat(value("111", Kinds.FALL)).isZero();
      assertThat(value("112", Kinds.SOS)).isZero();
      assertThat(value("ward-a/garden", Kinds.OUTER_DOOR)).isZero();
      assertThat(value("112", Kinds.WRISTBAND))
          .isBetween((double) Kinds.HEARD_IN_ROOM, (double) Kinds.HEARD_IN_COMMON_ROOM);
    }
  }

  @Test
  void aFallLastsUntilSomebodyHelps() {
    perform("111", "falls");
    pass(Duration.ofMinutes(5));
    assertThat(value("111", Kinds.FALL)).isOne();
    assertThat(value("111", Kinds.BED)).isZero();
    perform("111", "gets up");
    assertThat(value("111", Kinds.FALL)).isZero();
  }

  @Test
  void whoWandersIsHeardInTheCorridorAndThenOutside() {
    perform("112", "wanders");
    assertThat(value("112", Kinds.WRISTBAND)).isEqualTo(Kinds.HEARD_IN_CORRIDOR);
    pass(Duration.ofSeconds(21));
    assertThat(value("ward-a/entrance", Kinds.OUTER_DOOR)).isOne();
    assertThat(value("112", Kinds.WRISTBAND)).isEqualTo(Kinds.HEARD_IN_GARDEN);
    pass(Duration.ofSeconds(7));
    assertThat(value("ward-a/entrance", Kinds.OUTER_DOOR)).isZero();
    perform("112", "returns to room");
    assertThat(value("112", Kinds.WRISTBAND)).isEqualTo(Kinds.HEARD_IN_ROOM);
  }

  @Test
  void theWristbandIsAPressedButton() {
    perform("112", "presses wristband");
    assertThat(value("112", Kinds.SOS)).isOne();
    pass(Duration.ofSeconds(2));
    assertThat(value("112", Kinds.SOS)).isZero();
  }

  @Test
  void theSleepMatShowsPlausibleFiguresAndNoneForAnEmptyBed() {
    for (int i = 0; i < 600; i++) {
      house.set("112", Kinds.BED, null, 1);
      pass(Duration.ofSeconds(10));
      assertThat(value("112", Kinds.HEART_RATE)).isBetween(35.0, 110.0);
      assertThat(value("112", Kinds.BREATHING_RATE)).isBetween(5.0, 30.0);
      assertThat(value("112", Kinds.MOVEMENT)).isBetween(0.0, 100.0);
    }
    house.set("112", Kinds.BED, null, 0);
    pass(Duration.ofSeconds(10));
    assertThat(value("112", Kinds.HEART_RATE)).isEqualTo(6553.5);
  }

  @Test
  void aDoorIsLockedUnlessItIsReleased() {
    assertThat(value("ward-a/entrance", Kinds.OUTER_DOOR_LOCKED)).isOne();
    house.set("ward-a/entrance", Kinds.OUTER_DOOR_RELEASE, null, 1);
    pass(Duration.ofSeconds(2));
    assertThat(value("ward-a/entrance", Kinds.OUTER_DOOR_LOCKED)).isZero();
    house.set("ward-a/entrance", Kinds.OUTER_DOOR_RELEASE, null, 0);
    pass(Duration.ofSeconds(2));
    assertThat(value("ward-a/entrance", Kinds.OUTER_DOOR_LOCKED)).isOne();
  }

  @Test
  void theWeatherStationStaysWithinWhatItsTypeAllows() {
    for (int hour = 0; hour < 24 * 30; hour++) {
      pass(Duration.ofHours(1));
      DEMO.pointsOf("ward-a/roof")
          .forEach(
              point -> {
                double value = values.actual(point.id());
                if (point.min() != null && point.max() != null) {
                  assertThat(value).as(point.name()).isBetween(point.min(), point.max());
                }
              });
    }
    assertThat(value("ward-a/roof", Kinds.OUTDOOR_TEMPERATURE)).isBetween(-15.0, 15.0);
  }
}
