package org.wardlight.field.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.wardlight.field.internal.Building.CORD;
import static org.wardlight.field.internal.Building.FAULT;
import static org.wardlight.field.internal.Building.FIRMWARE;
import static org.wardlight.field.internal.Building.HEARTBEAT;
import static org.wardlight.field.internal.Building.MAT;
import static org.wardlight.field.internal.Building.PRESENCE;
import static org.wardlight.field.internal.Building.chatters;
import static org.wardlight.field.internal.Building.debounced;
import static org.wardlight.field.internal.Building.dependsOn;
import static org.wardlight.field.internal.Building.facility;
import static org.wardlight.field.internal.Building.point;
import static org.wardlight.field.internal.Building.stuckAfter;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.field.DeviceObserver;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.Supervision;

final class SupervisionTest {
  private final Building building = new Building();

  private FieldComponent with(PointKind kind, Supervision supervision) {
    return building.start(facility(point(0, kind, "a", supervision)));
  }

  private void sample(double value) {
    building.link("a").sample(0, value);
  }

  private void lasts(double value, int seconds) {
    for (int s = 0; s < seconds; s++) {
      sample(value);
      passSeconds(1);
    }
  }

  private void pass(Duration time) {
    building.time.advance(time);
  }

  private void passSeconds(int seconds) {
    pass(Duration.ofSeconds(seconds));
  }

  // --- debounce

  @Test
  void aNewValueCountsOnceItHasLastedWithTheTimeItBegan() {
    FieldComponent field = with(MAT, debounced(Duration.ofSeconds(2)));
    lasts(1, 60);
    building.told.clear();
    Instant began = building.time.now();
    sample(0);
    pass(Duration.ofMillis(1_999));
    assertThat(field.value(0).value()).isEqualTo(1);
    assertThat(building.told).isEmpty();

    pass(Duration.ofMillis(1)); // no further sample arrives
    assertThat(field.value(0).value()).isZero();
    assertThat(field.value(0).since()).isEqualTo(began);
    assertThat(building.told).hasSize(1);
  }

  @Test
  void aBounceIsNeverToldAndTheNextChangeIsTimedAnew() {
    FieldComponent field = with(MAT, debounced(Duration.ofSeconds(2)));
    lasts(1, 60);
    building.told.clear();
    sample(0);
    passSeconds(1);
    sample(1);
    Instant began = building.time.now().plusMillis(500);
    pass(Duration.ofMillis(500));
    sample(0);
    pass(Duration.ofSeconds(1)); // the timer of the first bounce is long past
    assertThat(building.told).isEmpty();
    passSeconds(1);
    assertThat(field.value(0).value()).isZero();
    assertThat(field.value(0).since()).isEqualTo(began);
  }

  // A dead sensor must be seen at once; and what it says when it comes back is no bounce.
  @Test
  void losingAndRegainingASensorIsNotDebounced() {
    FieldComponent field = with(MAT, debounced(Duration.ofSeconds(10)));
    lasts(1, 60);
    building.link("a").bad(0, QualityReason.TIMEOUT);
    assertThat(field.value(0).quality()).isEqualTo(Quality.BAD);
    sample(0);
    assertThat(field.value(0).value()).isZero();
  }

  // --- chatter

  @Test
  void aMatThatChattersIsAnEmptyBedSinceItWasFirstSeenEmpty() {
    FieldComponent field = with(MAT, chatters(3));
    lasts(1, 600);
    Instant firstEmpty = building.time.now();
    toggle(40);

    PointValue mat = field.value(0);
    assertThat(mat.value()).isZero();
    assertThat(mat.since()).isEqualTo(firstEmpty);
    assertThat(mat.quality()).isEqualTo(Quality.UNCERTAIN);
    assertThat(mat.reason()).isEqualTo(QualityReason.CHATTERING);
    // Told until the third time on, then no more.
    assertThat(building.told).hasSizeLessThan(10);
    assertThat(building.desk.raised).containsExactly(Map.entry(CHATTERING, 1));
  }

  private static final String CHATTERING = "sensor.chattering a-io/bed.occupied";

  private void toggle(int times) {
    for (int i = 0; i < times; i++) {
      sample(i % 2);
      passSeconds(2);
    }
  }

  // The dwell clock of somebody who lies under a flickering sensor goes on from when they came.
  @Test
  void aPresenceSensorThatChattersIsSomebodySinceTheyCame() {
    FieldComponent field = with(PRESENCE, chatters(3));
    lasts(0, 600);
    Instant came = building.time.now();
    lasts(1, 300);
    toggle(20);

    PointValue presence = field.value(0);
    assertThat(presence.value()).isEqualTo(1);
    assertThat(presence.since()).isEqualTo(came);
    assertThat(presence.reason()).isEqualTo(QualityReason.CHATTERING);
  }

  @Test
  void chatterEndsAfterAQuietMinuteWithWhatIsReadThen() {
    FieldComponent field = with(MAT, chatters(3));
    lasts(1, 600);
    toggle(10); // ends on
    Instant settled = building.time.now().minusSeconds(2);
    for (int second = 0; second < 57; second++) {
      passSeconds(1);
      sample(1);
    }
    assertThat(field.value(0).reason()).isEqualTo(QualityReason.CHATTERING);
    passSeconds(2);
    assertThat(field.value(0).quality()).isEqualTo(Quality.GOOD);
    assertThat(field.value(0).value()).isEqualTo(1);
    assertThat(field.value(0).since()).isEqualTo(settled);
    assertThat(building.desk.holding).isEmpty();
  }

  // Else a mat that flickers faster than its debouncing would be "in bed" for ever, and GOOD.
  @Test
  void whatDebouncingHidesStillCountsAsChatter() {
    FieldComponent field = with(MAT, new Supervision(Duration.ofSeconds(5), 3, null, Set.of()));
    lasts(1, 600);
    toggle(20);
    assertThat(field.value(0).reason()).isEqualTo(QualityReason.CHATTERING);
    assertThat(field.value(0).value()).isZero();
  }

  // Somebody who pulls the cord again and again needs help, and the desk hears GOOD values only.
  @Test
  void aCallIsNeitherDebouncedNorDoubted() {
    FieldComponent field =
        with(CORD, new Supervision(Duration.ofSeconds(5), 2, null, Set.of("a-io/no")));
    sample(0);
    for (int i = 0; i < 10; i++) {
      sample(1);
      assertThat(field.value(0).value()).isEqualTo(1);
      sample(0);
      passSeconds(1);
      assertThat(field.value(0).quality()).isEqualTo(Quality.GOOD);
    }
  }

  // --- stuck

  @Test
  void aValueThatNeverChangesIsDoubtedOnceAndTrustedAgainWithItsNextChange() {
    FieldComponent field = with(PRESENCE, stuckAfter(Duration.ofHours(1)));
    for (int minute = 0; minute < 180; minute++) {
      for (int s = 0; s < 6; s++) {
        sample(1);
        passSeconds(10);
      }
    }
    assertThat(field.value(0).reason()).isEqualTo(QualityReason.STUCK);
    assertThat(field.value(0).value()).isEqualTo(1);
    assertThat(building.desk.raised)
        .containsExactly(Map.entry("sensor.stuck a-io/bathroom.presence", 1));
    sample(0);
    assertThat(field.value(0).quality()).isEqualTo(Quality.GOOD);
    assertThat(building.desk.holding).isEmpty();
  }

  // --- neighbours

  @Test
  void aFailedNeighbourOnAnotherConnectionMakesDoubtfulAndItsTextSaysWhich() {
    Point mat = point(0, MAT, "a", dependsOn("b-io/device.fault"));
    Point presence = point(1, PRESENCE, "a", dependsOn("b-io/device.fault"));
    FieldComponent field =
        building.start(facility(mat, presence, point(2, FAULT, "b", Supervision.NONE)));
    for (int s = 0; s < 20; s++) {
      building.link("a").sweep(1);
      building.link("b").sample(2, s < 2 ? 0 : 1);
      passSeconds(1);
    }
    assertThat(field.value(0).reason()).isEqualTo(QualityReason.NEIGHBOUR_FAILED);
    assertThat(field.value(1).quality()).isEqualTo(Quality.UNCERTAIN);
    // Both suffer from the same fault: one alarm.
    assertThat(building.desk.raised)
        .containsExactly(Map.entry("sensor.neighbour-failed b-io/device.fault", 1));

    building.link("b").sample(2, 0);
    passSeconds(1);
    assertThat(field.value(0).quality()).isEqualTo(Quality.GOOD);
    assertThat(building.desk.holding).isEmpty();
  }

  // A sleep mat shows "no figure" while nobody lies on it: each way to the bathroom was an alarm.
  @Test
  void aFailedNeighbourIsOneAlarmHoweverOftenTheValueItselfComesAndGoes() {
    Point mat = point(0, MAT, "a", dependsOn("a-io/device.fault"));
    FieldComponent field = building.start(facility(mat, point(1, FAULT, "a", Supervision.NONE)));
    building.link("a").sample(1, 1);
    for (int turn = 0; turn < 5; turn++) {
      lasts(1, 30);
      assertThat(field.value(0).reason()).isEqualTo(QualityReason.NEIGHBOUR_FAILED);
      building.link("a").bad(0, QualityReason.OUT_OF_RANGE);
      building.link("a").sample(1, 1);
      passSeconds(12);
      building.link("a").sample(1, 1);
    }
    assertThat(building.desk.raised)
        .containsExactly(Map.entry("sensor.neighbour-failed a-io/device.fault", 1));
    assertThat(building.desk.holding).hasSize(1);

    building.link("a").sample(1, 0);
    passSeconds(2);
    assertThat(building.desk.holding).as("also while the mat shows nothing").isEmpty();
  }

  @Test
  void neighboursThatNameEachOtherRecoverTogether() {
    Point mat = point(0, MAT, "a", dependsOn("a-io/bathroom.presence"));
    Point presence = point(1, PRESENCE, "a", dependsOn("a-io/bed.occupied"));
    FieldComponent field = building.start(facility(mat, presence));
    building.link("a").sweep(1);
    passSeconds(1);
    building.link("a").bad(0, QualityReason.REJECTED);
    passSeconds(1);
    assertThat(field.value(1).reason()).isEqualTo(QualityReason.NEIGHBOUR_FAILED);
    building.link("a").sweep(1);
    passSeconds(2);
    assertThat(field.value(0).quality()).isEqualTo(Quality.GOOD);
    assertThat(field.value(1).quality()).isEqualTo(Quality.GOOD);
  }

  // The device goes on answering, with values that no longer move: its heartbeat stands still.
  @Test
  void aFrozenDeviceIsSeenByItsHeartbeat() {
    FieldComponent field =
        building.start(
            facility(
                point(0, HEARTBEAT, "a", stuckAfter(Duration.ofSeconds(30))),
                point(1, MAT, "a", dependsOn("a-io/device.heartbeat"))));
    for (int s = 0; s < 300; s++) {
      building.link("a").sample(0, Math.min(s, 200));
      building.link("a").sample(1, 1);
      passSeconds(1);
      if (s == 200) {
        assertThat(field.value(1).quality()).isEqualTo(Quality.GOOD);
      }
    }
    assertThat(field.value(1).reason()).isEqualTo(QualityReason.NEIGHBOUR_FAILED);
    assertThat(field.devices())
        .extracting(DeviceState::device, DeviceState::answering, DeviceState::reason)
        .containsExactly(tuple("a-io", false, QualityReason.STUCK));
    // The device's own alarm says that its heartbeat stands still.
    assertThat(building.desk.raised)
        .containsOnlyKeys("sensor.neighbour-failed a-io/device.heartbeat");

    building.link("a").sample(0, 201);
    assertThat(field.devices()).singleElement().matches(DeviceState::answering);
    passSeconds(2);
    assertThat(field.value(1).quality()).isEqualTo(Quality.GOOD);
    assertThat(building.desk.holding).isEmpty();
  }

  @Test
  void aFrozenDeviceThatFallsSilentSaysThatUntilItsHeartbeatMovesAgain() {
    FieldComponent field =
        building.start(
            facility(
                point(0, HEARTBEAT, "a", stuckAfter(Duration.ofSeconds(30))),
                point(1, PRESENCE, "a", Supervision.NONE)));
    for (int s = 0; s < 40; s++) {
      building.link("a").sweep(1);
      passSeconds(1);
    }
    assertThat(field.devices()).extracting(DeviceState::reason).containsOnly(QualityReason.STUCK);
    building.link("a").bad(1, QualityReason.TIMEOUT);
    building.link("a").bad(0, QualityReason.TIMEOUT);
    assertThat(field.devices()).extracting(DeviceState::reason).containsOnly(QualityReason.TIMEOUT);
    building.link("a").sample(1, 1);
    building.link("a").sample(0, 2);
    assertThat(field.devices()).singleElement().matches(DeviceState::answering);
  }

  // --- texts, devices

  @Test
  void aTextIsToldWhenItChanges() {
    FieldComponent field = with(FIRMWARE, Supervision.NONE);
    building.link("a").text(0, "1.4");
    building.link("a").text(0, "1.4");
    building.link("a").text(0, "1.5");
    assertThat(building.told).extracting(PointValue::text).containsExactly("1.4", "1.5");
    assertThat(field.value(0).value()).isZero();
  }

  /**
   * Samples come at their period, with gaps as long as a driver may leave: nobody is called dead.
   */
  @Test
  void inADayOfUnevenSamplesNoDeviceIsCalledDead() {
    FieldComponent field = with(PRESENCE, Supervision.NONE);
    int[] dead = {0};
    sample(0);
    field.addDeviceObserver(
        new DeviceObserver() {
          @Override
          public void deviceChanged(DeviceState now) {
            dead[0] += now.answering() ? 0 : 1;
          }

          @Override
          public void linkChanged(LinkState now) {
            // The link stays as it is.
          }
        });
    Random random = new Random(1);
    Instant end = building.time.now().plus(Duration.ofHours(24));
    while (building.time.now().isBefore(end)) {
      pass(Duration.ofMillis(random.nextInt(20) == 0 ? 10_500 : 250 + random.nextInt(2_000)));
      sample(random.nextInt(2));
    }
    assertThat(dead[0]).isZero();

    // And a driver that stands still is found out.
    pass(SupervisedLink.LEAST_STALE_AFTER.plusSeconds(2));
    assertThat(dead[0]).isEqualTo(1);
    sample(1);
    assertThat(field.devices())
        .extracting(DeviceState::device, DeviceState::answering)
        .containsExactly(tuple("a-io", true));
  }
}
