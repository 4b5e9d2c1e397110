package org.wardlight.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real threads and a real loop: what is promised is that neighbours do not wait for it. */
class RuleThreadsTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final AtomicBoolean looping = new AtomicBoolean(true);
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final List<String> given = new CopyOnWriteArrayList<>();
  private final RuleThreads threads =
      new RuleThreads(
          1,
          System::nanoTime,
          thread -> ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId()));

  @AfterEach
  void stop() {
    looping.set(false);
    threads.close();
  }

  private RuleThreads.Serial serial(String name) {
    return threads.serial(name, stack -> given.add(name));
  }

  private void loop() {
    while (looping.get()) {
      Thread.onSpinWait();
    }
    done.add("back");
  }

  @Test
  void tasksOfAQueueRunInOrderAndAFailureStopsNone() {
    RuleThreads.Serial serial = serial("a");
    for (int i = 0; i < 200; i++) {
      String name = String.valueOf(i);
      serial.execute(() -> done.add(name));
      if (i == 100) {
        serial.execute(
            () -> {
              throw new IllegalStateException("expected");
            });
      }
    }
    await().atMost(LONG).until(() -> done.size() == 200);
    assertThat(done).isSortedAccordingTo((x, y) -> Integer.parseInt(x) - Integer.parseInt(y));
  }

  @Test
  void aTaskThatDoesNotComeBackLosesItsThreadAndItsQueueGoesOn() {
    RuleThreads.Serial stuck = serial("stuck");
    RuleThreads.Serial other = serial("other");
    stuck.execute(this::loop);
    stuck.execute(() -> done.add("after"));
    other.execute(() -> done.add("other"));
    await()
        .atMost(LONG)
        .until(
            () -> {
              threads.watch();
              return done.contains("other");
            });
    assertThat(given).as("a neighbour waits for a spare thread only").isEmpty();
    await()
        .atMost(LONG)
        .until(
            () -> {
              threads.watch();
              return done.contains("after");
            });
    assertThat(given).containsExactly("stuck");
    assertThat(threads.lost()).isEqualTo(1);
    looping.set(false);
    await().atMost(LONG).until(() -> threads.lost() == 0);
    assertThat(done).containsExactly("other", "after", "back");
  }

  /** A machine that was suspended, or a task that waits its turn: neither is a loop. */
  @Test
  void aTaskThatSpendsNoProcessorTimeIsNotGivenUp() {
    CountDownLatch wait = new CountDownLatch(1);
    serial("slow")
        .execute(
            () -> {
              try {
                wait.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              done.add("slow");
            });
    RuleThreads.Serial other = serial("other");
    other.execute(() -> done.add("other"));
    await()
        .atMost(LONG)
        .until(
            () -> {
              threads.watch();
              return done.contains("other");
            });
    wait.countDown();
    await().atMost(LONG).until(() -> done.contains("slow"));
    assertThat(given).isEmpty();
  }
}
