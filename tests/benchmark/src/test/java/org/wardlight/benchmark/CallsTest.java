package org.wardlight.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallsTest {
  private static final long MILLI = 1_000_000;

  private final Calls calls = new Calls(Duration.ofSeconds(2));

  @Test
  void aCallIsTimedFromItsPressToItsFirstAlarm() {
    calls.pressed("101", 5 * MILLI);
    calls.shown("101", "a", 255 * MILLI);
    assertThat(calls.made()).isEqualTo(1);
    assertThat(calls.shown()).isEqualTo(1);
    assertThat(calls.times().millis(1)).isEqualTo(250);
    assertThat(calls.late()).isZero();
  }

  @Test
  void aCallThatIsNotShownIsMissing() {
    calls.pressed("101", 0);
    calls.pressed("102", 0);
    calls.shown("102", "b", MILLI);
    assertThat(calls.made() - calls.shown()).isEqualTo(1);
  }

  @Test
  void twoAlarmsOfOneCallAreDoubledAndCountAsOneThatIsShown() {
    calls.pressed("101", 0);
    calls.shown("101", "a", MILLI);
    calls.shown("101", "a", 2 * MILLI);
    assertThat(calls.doubled()).isZero();
    calls.shown("101", "b", 3 * MILLI);
    assertThat(calls.doubled()).isEqualTo(1);
    assertThat(calls.shown()).isEqualTo(1);
    assertThat(calls.times().count()).isEqualTo(1);
  }

  @Test
  void aCallOfARoomThatWasSilentIsUnasked() {
    calls.shown("101", "a", MILLI);
    assertThat(calls.unasked()).isEqualTo(1);
    assertThat(calls.shown()).isZero();
  }

  @Test
  void exactlyTheLimitIsNotLate() {
    calls.pressed("101", 0);
    calls.pressed("102", 0);
    calls.shown("101", "a", 2_000 * MILLI);
    assertThat(calls.late()).isZero();
    calls.shown("102", "b", 2_001 * MILLI);
    assertThat(calls.late()).isEqualTo(1);
  }

  @Test
  void aRoomCallsOnce() {
    calls.pressed("101", 0);
    assertThatIllegalArgumentException().isThrownBy(() -> calls.pressed("101", 1));
  }
}
