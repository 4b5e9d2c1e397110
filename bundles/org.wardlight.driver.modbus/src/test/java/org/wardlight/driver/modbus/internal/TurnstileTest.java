package org.wardlight.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Links that all begin at once connect a few at a time. */
class TurnstileTest {
  private final EventLoop loop = new DefaultEventLoop();
  private final Turnstile turnstile = new Turnstile(loop);
  private final List<Runnable> begun = new ArrayList<>();

  @AfterEach
  void stop() {
    var unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private <T> T onLoop(Callable<T> call) {
    return loop.submit(call).syncUninterruptibly().getNow();
  }

  private int enter(int links) {
    return onLoop(
        () -> {
          for (int i = 0; i < links; i++) {
            turnstile.enter(begun::add);
          }
          return begun.size();
        });
  }

  @Test
  void theNextBeginsWhenOneHasEnded() {
    assertThat(enter(3 * Turnstile.AT_ONCE)).isEqualTo(Turnstile.AT_ONCE);
    int after =
        onLoop(
            () -> {
              begun.get(0).run();
              begun.get(0).run();
              begun.get(1).run();
              return begun.size();
            });
    assertThat(after).as("an end counts once").isEqualTo(Turnstile.AT_ONCE + 2);
  }

  /** Half of all hosts may be dead: each would hold up the living for its whole timeout. */
  @Test
  void whoTakesLongMakesWay() {
    int links = 3 * Turnstile.AT_ONCE;
    enter(links);
    await()
        .atMost(Turnstile.PATIENCE.multipliedBy(2).plus(Duration.ofSeconds(5)))
        .until(() -> onLoop(begun::size) == links);
  }
}
