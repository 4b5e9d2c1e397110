package org.wardlight.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wardlight.api.time.Timers.Timer;

final class SystemTimersTest {
  private final SystemTimers timers = new SystemTimers();

  @AfterEach
  void stop() {
    timers.stop();
  }

  @Test
  void aTaskThatThrowsDoesNotStopItsRepetition() throws Exception {
    CountDownLatch thrice = new CountDownLatch(3);
    timers.every(
        Duration.ofMillis(1),
        () -> {
          thrice.countDown();
          throw new IllegalStateException("on purpose");
        });
    assertThat(thrice.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aCancelledTimerDoesNotFire() throws Exception {
    AtomicInteger fired = new AtomicInteger();
    Timer cancelled = timers.after(Duration.ofMillis(20), fired::incrementAndGet);
    cancelled.cancel();
    CountDownLatch later = new CountDownLatch(1);
    timers.after(Duration.ofMillis(60), later::countDown);
    assertThat(later.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(fired).hasValue(0);
  }

  @Test
  void aDelayInThePastFiresAtOnce() throws Exception {
    CountDownLatch fired = new CountDownLatch(1);
    timers.after(Duration.ofSeconds(-5), fired::countDown);
    assertThat(fired.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aPeriodOfZeroIsRefused() {
    assertThatThrownBy(() -> timers.every(Duration.ZERO, () -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void askingAfterTheEndIsHarmless() {
    timers.stop();
    timers.after(Duration.ZERO, () -> {}).cancel();
  }
}
