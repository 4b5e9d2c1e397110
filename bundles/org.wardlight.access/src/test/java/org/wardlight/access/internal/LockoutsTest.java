package org.wardlight.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wardlight.testkit.VirtualTime;

class LockoutsTest {
  private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-22T02:00:00Z"));
  private final Lockouts lockouts = new Lockouts(time);

  @Test
  void theSixthTryWaitsAndEachFurtherOneTwiceAsLongUpToAQuarterOfAnHour() {
    fiveTries("nurse", "a");
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      long seconds = lockouts.attempt("nurse", "a");
      waits.add(seconds);
      time.advance(Duration.ofSeconds(seconds));
      assertThat(lockouts.attempt("nurse", "a")).isZero();
    }
    assertThat(waits).containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 900L, 900L);
  }

  @Test
  void anotherNameAndAnotherSourceAreNotHeldUp() {
    fiveTries("nurse", "a");
    assertThat(lockouts.attempt("nurse", "a")).isPositive();
    assertThat(lockouts.attempt("nurse", "b")).isZero();
    assertThat(lockouts.attempt("manager", "a")).isZero();
  }

  @Test
  void aRightPasswordForgetsWrongOnes() {
    fiveTries("nurse", "a");
    lockouts.succeeded("nurse", "a");
    fiveTries("nurse", "a");
  }

  @Test
  void anHourForgetsWrongOnes() {
    fiveTries("nurse", "a");
    time.advance(Duration.ofMinutes(61));
    fiveTries("nurse", "a");
  }

  @Test
  void memoryIsBounded() {
    fiveTries("nurse", "a");
    for (int i = 0; i < Lockouts.MOST_ENTRIES; i++) {
      assertThat(lockouts.attempt("name" + i, "a")).isZero();
    }
    assertThat(lockouts.attempt("nurse", "a")).isZero();
  }

  private void fiveTries(String name, String from) {
    for (int i = 0; i < 5; i++) {
      assertThat(lockouts.attempt(name, from)).isZero();
    }
  }
}
