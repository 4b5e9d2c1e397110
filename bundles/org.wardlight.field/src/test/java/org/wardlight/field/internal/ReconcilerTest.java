package org.wardlight.field.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wardlight.field.internal.Fixture.LAMP;
import static org.wardlight.field.internal.Fixture.PRESENCE;
import static org.wardlight.field.internal.Fixture.SETPOINT;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.WriteOutcome;
import org.wardlight.api.field.Origin;
import org.wardlight.api.field.OutputState;
import org.wardlight.api.field.OutputState.Status;

final class ReconcilerTest {
  private final Fixture f = new Fixture();
  private final FieldComponent field = f.start();

  @Test
  void aWishIsWrittenReadBackAndConfirmed() {
    f.driver.sample(LAMP, 0);
    field.wish(LAMP, Origin.ALARM, 1, "call from the bed");

    assertThat(f.driver.writes).containsExactly("io/lamp=1.0");
    OutputState state = field.state(LAMP);
    assertThat(state.status()).isEqualTo(Status.CONFIRMED);
    assertThat(state.why()).isEqualTo("call from the bed");
  }

  @Test
  void anOutputThatAlreadyShowsItIsNotWritten() {
    f.driver.sample(LAMP, 1);
    field.wish(LAMP, Origin.ALARM, 1, "call");
    assertThat(f.driver.writes).isEmpty();
    assertThat(field.state(LAMP).status()).isEqualTo(Status.CONFIRMED);
  }

  // The lamp of an open call must be red again after the gateway came back.
  @Test
  void aDeviceThatReturnsIsBroughtBackToWhatIsWished() {
    f.driver.sample(LAMP, 0);
    field.wish(LAMP, Origin.ALARM, 1, "call");
    f.driver.writes.clear();
    f.driver.down("power cut");
    f.time.advance(Duration.ofMinutes(1));
    assertThat(field.state(LAMP).status()).isEqualTo(Status.WAITING);
    assertThat(f.driver.writes).isEmpty();

    f.driver.up();
    f.driver.sample(LAMP, 0);
    assertThat(f.driver.writes).containsExactly("io/lamp=1.0");
    assertThat(field.state(LAMP).status()).isEqualTo(Status.CONFIRMED);
  }

  // Invariant: a write that timed out is outcome unknown: read back, never retry blindly.
  @Test
  void aTimedOutWriteIsReadBackBeforeAnythingElse() {
    f.driver.sample(LAMP, 0);
    f.driver.answers(new WriteOutcome.Unknown(new DriverFailure.Timeout("no answer in 1 s")));
    field.wish(LAMP, Origin.ALARM, 1, "call");

    // The device did obey, and the reading that was taken afterwards shows it.
    assertThat(f.driver.writes).hasSize(1);
    assertThat(field.state(LAMP).status()).isEqualTo(Status.CONFIRMED);
  }

  @Test
  void aTimedOutWriteThatDidNotHappenIsWrittenAgainAfterTheReadBack() {
    f.driver.sample(LAMP, 0);
    f.driver.obeys(false);
    f.driver.answers(new WriteOutcome.Unknown(new DriverFailure.Timeout("no answer in 1 s")));
    field.wish(LAMP, Origin.ALARM, 1, "call");
    f.driver.obeys(true);
    f.driver.answers(new WriteOutcome.Done());
    f.time.advance(Reconciler.TICK);

    assertThat(field.state(LAMP).status()).isEqualTo(Status.CONFIRMED);
    assertThat(f.driver.writes).hasSizeGreaterThan(1);
  }

  @Test
  void aRefusedWriteIsSaidAndTriedAgainRarely() {
    f.driver.sample(LAMP, 0);
    f.driver.answers(
        new WriteOutcome.Refused(new DriverFailure.Rejected("exception 2", "illegal address")));
    field.wish(LAMP, Origin.ALARM, 1, "call");
    assertThat(field.state(LAMP).status()).isEqualTo(Status.REFUSED);
    assertThat(field.state(LAMP).detail()).isEqualTo("illegal address");

    for (int s = 1; s < ControlledOutput.RETRY.toSeconds(); s++) {
      f.time.advance(Duration.ofSeconds(1));
      f.driver.sample(LAMP, 0);
    }
    assertThat(f.driver.writes).hasSize(1);
    f.time.advance(Duration.ofSeconds(2));
    assertThat(f.driver.writes).hasSize(2);
  }

  @Test
  void aDeviceThatAcceptsButDoesNotObeyIsAMismatch() {
    f.driver.sample(LAMP, 0);
    f.driver.obeys(false);
    field.wish(LAMP, Origin.ALARM, 1, "call");
    for (int i = 0; i < 40; i++) {
      f.time.advance(Duration.ofMillis(250));
      f.driver.sample(LAMP, 0);
    }
    assertThat(f.driver.writes).hasSize(ControlledOutput.TRIES);
    assertThat(field.state(LAMP).status()).isEqualTo(Status.MISMATCH);
    assertThat(field.state(LAMP).detail()).isEqualTo("reads back 0.0 after 3 writes of 1.0");
  }

  @Test
  void alarmsBeatPeopleAndPeopleBeatRules() {
    f.driver.sample(LAMP, 0);
    field.wish(LAMP, Origin.RULE, 0, "nothing");
    field.override(LAMP, 1, "eng", f.time.now().plusSeconds(600), "lamp test");
    field.wish(LAMP, Origin.ALARM, 2, "emergency");
    assertThat(field.state(LAMP).desired()).isEqualTo(2);
    field.withdraw(LAMP, Origin.ALARM);
    assertThat(field.state(LAMP).desired()).isEqualTo(1);
    assertThat(field.state(LAMP).origin()).isEqualTo(Origin.MANUAL);
    field.release(LAMP, "eng");
    field.withdraw(LAMP, Origin.RULE);
    assertThat(field.state(LAMP).status()).isEqualTo(Status.IDLE);
    assertThat(f.driver.writes)
        .containsExactly("io/lamp=1.0", "io/lamp=2.0", "io/lamp=1.0", "io/lamp=0.0");
  }

  @Test
  void whatTheRegisterRoundsCountsAsTheSame() {
    f.driver.sample(SETPOINT, 21.5);
    field.wish(SETPOINT, Origin.RULE, 21.46, "comfort");
    assertThat(field.state(SETPOINT).status()).isEqualTo(Status.CONFIRMED);
  }

  @Test
  void valuesOutOfBoundsAndPointsThatAreNoOutputsAreRefused() {
    assertThatThrownBy(() -> field.wish(LAMP, Origin.RULE, 3, "no"))
        .hasMessage("io/lamp takes 0.0 to 2.0, not 3.0");
    assertThatThrownBy(() -> field.wish(LAMP, Origin.RULE, Double.NaN, "no"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> field.wish(PRESENCE, Origin.RULE, 1, "no"))
        .hasMessage("point 0 is not writable");
  }
}
