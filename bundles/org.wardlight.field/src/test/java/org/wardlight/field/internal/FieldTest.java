package org.wardlight.field.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.wardlight.field.internal.Fixture.LAMP;
import static org.wardlight.field.internal.Fixture.PRESENCE;
import static org.wardlight.field.internal.Fixture.TEMPERATURE;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.LinkState.Status;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.PointStates.Kept;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;

final class FieldTest {
  private final Fixture f = new Fixture();

  @Test
  void aChangedValueIsToldOnceWithTheTimeItBegan() {
    FieldComponent field = f.start();
    Instant entered = f.time.now();
    f.driver.sample(PRESENCE, 1);
    f.time.advance(Duration.ofSeconds(5));
    f.driver.sample(PRESENCE, 1);

    assertThat(f.changes).hasSize(1);
    PointValue now = field.value(PRESENCE);
    assertThat(now.value()).isEqualTo(1);
    assertThat(now.since()).isEqualTo(entered);
    assertThat(now.received()).isEqualTo(entered.plusSeconds(5));
  }

  // Invariant: a dead sensor never reads "empty".
  @Test
  void theLastKnownValueStaysWhenTheSensorDies() {
    FieldComponent field = f.start();
    Instant entered = f.time.now();
    f.driver.sample(PRESENCE, 1);
    f.time.advance(Duration.ofSeconds(5));
    f.driver.bad(PRESENCE, QualityReason.TIMEOUT);

    PointValue now = field.value(PRESENCE);
    assertThat(now.value()).isEqualTo(1);
    assertThat(now.since()).isEqualTo(entered);
    assertThat(now.quality()).isEqualTo(Quality.BAD);
    assertThat(now.reason()).isEqualTo(QualityReason.TIMEOUT);
    assertThat(f.changes).hasSize(2);
  }

  @Test
  void aLostConnectionMarksEveryPointOfItAndSaysWhy() {
    FieldComponent field = f.start();
    f.driver.sample(PRESENCE, 1);
    f.driver.sample(TEMPERATURE, 21.5);
    f.devices.clear();
    f.driver.down("connection refused by 10.0.0.7:502");

    assertThat(field.value(PRESENCE).reason()).isEqualTo(QualityReason.DISCONNECTED);
    assertThat(field.value(TEMPERATURE).value()).isEqualTo(21.5);
    assertThat(f.devices)
        .extracting("device", "answering", "detail")
        .containsExactlyInAnyOrder(
            tuple("io", false, "connection refused by 10.0.0.7:502"),
            tuple("climate", false, "connection refused by 10.0.0.7:502"));
  }

  @Test
  void aDeviceThatAnswersAgainIsSeenWithItsFirstSample() {
    f.start();
    f.driver.sample(PRESENCE, 1);
    f.driver.down("gone");
    f.driver.up();
    f.devices.clear();
    f.driver.sample(PRESENCE, 1);

    assertThat(f.devices)
        .singleElement()
        .satisfies(
            device -> {
              assertThat(device.device()).isEqualTo("io");
              assertThat(device.answering()).isTrue();
            });
  }

  @Test
  void oneBadRegisterDoesNotMakeItsDeviceSilent() {
    f.start();
    f.driver.sample(PRESENCE, 1);
    f.driver.sample(LAMP, 0);
    f.devices.clear();
    f.driver.bad(PRESENCE, QualityReason.REJECTED);
    assertThat(f.devices).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = QualityReason.class,
      names = {"REJECTED", "DEVICE_REPORTED", "UNSUPPORTED"})
  void aDeviceOfWhichNothingCanBeUsedIsAsGoodAsSilentUntilOnePointCan(QualityReason reason) {
    f.start();
    f.driver.sample(PRESENCE, 1);
    f.driver.sample(LAMP, 0);
    f.devices.clear();
    f.driver.bad(PRESENCE, reason);
    assertThat(f.devices).isEmpty();
    f.driver.bad(LAMP, reason);
    f.driver.sample(LAMP, 0);
    assertThat(f.devices)
        .extracting("device", "answering", "reason")
        .containsExactly(tuple("io", false, reason), tuple("io", true, QualityReason.NONE));
  }

  @Test
  void aDeviceForWhichAnotherAnswersIsSilent() {
    f.start();
    f.driver.sample(PRESENCE, 1);
    f.driver.sample(LAMP, 0);
    f.devices.clear();
    f.driver.bad(PRESENCE, QualityReason.MALFORMED);
    f.driver.bad(LAMP, QualityReason.MALFORMED);
    assertThat(f.devices)
        .singleElement()
        .satisfies(
            device -> {
              assertThat(device.device()).isEqualTo("io");
              assertThat(device.answering()).isFalse();
            });
  }

  // The backstop for a driver that itself hangs.
  @Test
  void aPointWithoutSamplesBecomesStale() {
    FieldComponent field = f.start();
    f.driver.sample(PRESENCE, 1);
    f.time.advance(SupervisedLink.LEAST_STALE_AFTER.plusSeconds(2));

    PointValue now = field.value(PRESENCE);
    assertThat(now.quality()).isEqualTo(Quality.STALE);
    assertThat(now.reason()).isEqualTo(QualityReason.NOT_UPDATED);
    assertThat(now.value()).isEqualTo(1);
  }

  // The dwell clock of somebody in the bathroom goes on where it was.
  @Test
  void sinceOfASafetyPointSurvivesARestart() {
    f.start();
    Instant entered = f.time.now();
    f.driver.sample(PRESENCE, 1);
    f.driver.sample(TEMPERATURE, 20);
    assertThat(f.kept).containsKey("io/presence").doesNotContainKey("climate/temperature");

    f.time.advance(Duration.ofMinutes(4));
    FieldComponent restarted = f.start();
    PointValue restored = restarted.value(PRESENCE);
    assertThat(restored.quality()).isEqualTo(Quality.STALE);
    assertThat(restored.reason()).isEqualTo(QualityReason.RESTORED);

    f.driver.sample(PRESENCE, 1);
    assertThat(restarted.value(PRESENCE).since()).isEqualTo(entered);
    assertThat(restarted.value(PRESENCE).quality()).isEqualTo(Quality.GOOD);
  }

  @Test
  void aValueThatChangedWhileTheServerWasDownBeginsWithTheFirstReading() {
    f.kept.put("io/presence", new Kept(1, f.time.now().minusSeconds(600)));
    FieldComponent field = f.start();
    f.driver.sample(PRESENCE, 0);
    assertThat(field.value(PRESENCE).since()).isEqualTo(f.time.now());
  }

  // After the clock was set back, a since in the future would stop every dwell clock.
  @Test
  void aKeptSinceInTheFutureIsTakenAsNow() {
    f.kept.put("io/presence", new Kept(1, f.time.now().plusSeconds(3600)));
    Instant first = f.time.now();
    assertThat(f.start().value(PRESENCE).since()).isEqualTo(first);
    f.time.advance(Duration.ofMinutes(10));
    assertThat(f.start().value(PRESENCE).since())
        .as("another restart begins no dwell anew")
        .isEqualTo(first);
  }

  // Its alarm is told apart by when it fell silent: counted anew, it would end and be raised again.
  @Test
  void aDeviceThatStaysSilentIsSilentSinceBeforeTheRestart() {
    f.start();
    f.driver.sample(PRESENCE, 1);
    f.driver.sample(LAMP, 0);
    Instant fell = f.time.now();
    f.driver.bad(PRESENCE, QualityReason.TIMEOUT);
    f.driver.bad(LAMP, QualityReason.TIMEOUT);

    for (int restart = 0; restart < 2; restart++) {
      f.time.advance(Duration.ofSeconds(10));
      FieldComponent restarted = f.start();
      assertThat(io(restarted).reason()).isEqualTo(QualityReason.RESTORED);
      assertThat(io(restarted).since()).isEqualTo(fell);
      f.driver.bad(PRESENCE, QualityReason.TIMEOUT);
      f.driver.bad(LAMP, QualityReason.TIMEOUT);
      assertThat(io(restarted).since()).isEqualTo(fell);
    }

    f.driver.sample(LAMP, 0);
    Instant back = f.time.now();
    f.time.advance(Duration.ofSeconds(10));
    FieldComponent restarted = f.start();
    assertThat(io(restarted).answering()).as("not yet").isFalse();
    assertThat(io(restarted).since()).as("it answered").isEqualTo(f.time.now());
    f.driver.sample(LAMP, 0);
    assertThat(io(restarted).answering()).isTrue();
    assertThat(io(restarted).since()).isEqualTo(back);
  }

  // Its connections are closed then, and nobody knows more.
  @Test
  void anOrderlyStopIsNoSilence() {
    FieldComponent field = f.start();
    f.driver.sample(PRESENCE, 1);
    f.driver.sample(LAMP, 0);
    Instant answers = f.time.now();
    f.time.advance(Duration.ofSeconds(10));
    field.stop();
    f.driver.closes();

    FieldComponent restarted = f.start();
    assertThat(io(restarted).since()).isEqualTo(f.time.now());
    f.driver.sample(PRESENCE, 1);
    assertThat(io(restarted).since()).isEqualTo(answers);
  }

  @Test
  void aSafetySensorThatStaysUnusableIsSoSinceBeforeTheRestart() {
    f.start();
    f.driver.sample(PRESENCE, 1);
    Instant failed = f.time.now();
    f.driver.bad(PRESENCE, QualityReason.REJECTED);
    for (int restart = 0; restart < 2; restart++) {
      f.time.advance(Duration.ofSeconds(10));
      FieldComponent restarted = f.start();
      assertThat(restarted.value(PRESENCE).quality()).isEqualTo(Quality.STALE);
      assertThat(restarted.value(PRESENCE).qualitySince()).isEqualTo(failed);
      f.driver.bad(PRESENCE, QualityReason.REJECTED);
    }
    f.driver.sample(PRESENCE, 1);
    f.time.advance(Duration.ofSeconds(10));
    assertThat(f.start().value(PRESENCE).qualitySince()).isEqualTo(f.time.now());
  }

  private static DeviceState io(FieldComponent field) {
    return field.devices().stream().filter(d -> d.device().equals("io")).findFirst().orElseThrow();
  }

  @Test
  void aLateObserverIsToldThePresentValuesFirst() {
    FieldComponent field = f.start();
    f.driver.sample(PRESENCE, 1);
    List<PointValue> late = new ArrayList<>();
    field.addPointObserver(late::add);
    assertThat(late).hasSize(4);
    f.driver.sample(PRESENCE, 0);
    assertThat(late).hasSize(5);
    assertThat(late.get(4).value()).isEqualTo(0);
  }

  @Test
  void anObserverThatThrowsHarmsNeitherTheDriverNorItsNeighbours() {
    FieldComponent field = f.start();
    field.addPointObserver(
        now -> {
          throw new IllegalStateException("on purpose");
        });
    List<PointValue> after = new ArrayList<>();
    field.addPointObserver(after::add);
    after.clear();
    f.driver.sample(PRESENCE, 1);
    assertThat(after).hasSize(1);
  }

  @Test
  void recordersSeeEverySampleAndTheSilence() {
    FieldComponent field = f.start();
    List<String> recorded = new ArrayList<>();
    field.addRecorder(
        batch -> {
          for (int i = 0; i < batch.size(); i++) {
            recorded.add(batch.point(i) + ":" + batch.quality(i));
          }
        });
    f.driver.sample(PRESENCE, 1);
    f.driver.sample(PRESENCE, 1);
    f.driver.down("gone");
    assertThat(recorded).containsExactly("0:GOOD", "0:GOOD", "0:BAD", "1:BAD", "2:BAD", "3:BAD");
  }

  @Test
  void aConnectionWithoutADriverSaysSo() {
    f.startWithoutDriver();
    assertThat(f.links)
        .singleElement()
        .satisfies(
            link -> {
              assertThat(link.status()).isEqualTo(Status.DOWN);
              assertThat(link.failure())
                  .isEqualTo(new DriverFailure.Unsupported("no driver for fake is running"));
            });
  }

  @Test
  void linksAreClosedWhenTheirDriverGoesOrTheFieldStops() {
    FieldComponent field = f.start();
    field.removeDriver(f.driver);
    assertThat(f.driver.closed).isTrue();
    f.driver.closed = false;
    field.addDriver(f.driver);
    field.stop();
    assertThat(f.driver.closed).isTrue();
  }

  @Test
  void aPointThatDoesNotExistIsAnErrorWithItsNumber() {
    FieldComponent field = f.start();
    assertThatThrownBy(() -> field.value(99)).hasMessage("there is no point 99");
  }
}
