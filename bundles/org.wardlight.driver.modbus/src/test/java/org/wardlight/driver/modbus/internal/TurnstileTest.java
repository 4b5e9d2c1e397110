package org.wardlight.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.LinkListener;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.point.SampleBatch;
import org.wardlight.testkit.VirtualTime;

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

  /** Silence counts from the first attempt: who waits for its turn was not tried yet. */
  @Test
  void aLinkBeginsToConnectWhenItsTurnComes() {
    VirtualTime time = new VirtualTime(Instant.parse("2026-11-22T02:11:00Z"));
    List<LinkState> told = new ArrayList<>();
    ModbusLink link =
        new ModbusLink(
            new ConnectionSpec("line", URI.create("modbus-rtu:///dev/no-such-port"), Map.of()),
            new Deaf(told),
            turnstile,
            new ModbusLink.Blocking(never -> {}, never -> {}),
            time.clock(),
            time,
            new Backoff(new Random(1)),
            closed -> {});
    enter(Turnstile.AT_ONCE);
    // What is queued from within the loop runs in this order, before whose patience has ended.
    onLoop(
        () -> {
          link.open();
          loop.execute(
              () -> {
                time.advance(Duration.ofSeconds(30));
                begun.get(0).run();
              });
          return told.size();
        });

    await().until(() -> onLoop(told::size) == 1);
    assertThat(told.get(0).status()).isEqualTo(LinkState.Status.CONNECTING);
    assertThat(told.get(0).since()).isEqualTo(Instant.parse("2026-11-22T02:11:30Z"));
  }

  private record Deaf(List<LinkState> told) implements LinkListener {
    @Override
    public void samples(SampleBatch batch) {
      throw new IllegalStateException("nobody is connected");
    }

    @Override
    public void stateChanged(LinkState state) {
      told.add(state);
    }
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
