package org.wardlight.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PooledLanesTest {
  private final PooledLanes lanes = new PooledLanes(4);

  @AfterEach
  void stop() {
    lanes.stop();
  }

  @Test
  void tasksOfOneLaneRunInOrderAndNeverTwoAtOnce() throws Exception {
    Executor lane = lanes.lane("ward-a");
    List<Integer> seen = new ArrayList<>();
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    // More than one turn, so that handing the lane back to the pool is exercised too.
    int tasks = PooledLanes.TURN * 20;
    CountDownLatch end = new CountDownLatch(tasks);
    for (int i = 0; i < tasks; i++) {
      int n = i;
      lane.execute(
          () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            seen.add(n);
            inside.decrementAndGet();
            end.countDown();
          });
    }
    assertThat(end.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(most).hasValue(1);
    assertThat(seen).hasSize(tasks).isSorted();
  }

  @Test
  void concurrentCallersLoseNoTask() throws Exception {
    Executor lane = lanes.lane("ward-a");
    int callers = 8;
    int each = 5_000;
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch end = new CountDownLatch(callers * each);
    List<Thread> threads = new ArrayList<>();
    for (int c = 0; c < callers; c++) {
      int caller = c;
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  int n = i;
                  lane.execute(
                      () -> {
                        seen.add(caller + ":" + n);
                        end.countDown();
                      });
                }
              });
      threads.add(thread);
      thread.start();
    }
    assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(seen).doesNotHaveDuplicates().hasSize(callers * each);
  }

  @Test
  void aThrowingTaskDoesNotStopItsLane() throws Exception {
    Executor lane = lanes.lane("ward-a");
    CountDownLatch after = new CountDownLatch(1);
    lane.execute(
        () -> {
          throw new IllegalStateException("on purpose");
        });
    lane.execute(after::countDown);
    assertThat(after.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aBlockedLaneDelaysNoOther() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    lanes.lane("ward-a").execute(() -> await(release));
    CountDownLatch other = new CountDownLatch(1);
    lanes.lane("ward-b").execute(other::countDown);
    assertThat(other.await(5, TimeUnit.SECONDS)).isTrue();
    release.countDown();
  }

  @Test
  void aFullLaneRefusesInsteadOfGrowing() {
    CountDownLatch release = new CountDownLatch(1);
    Executor lane = lanes.lane("ward-a");
    lane.execute(() -> await(release));
    for (int i = 1; i < PooledLanes.CAPACITY; i++) {
      lane.execute(() -> {});
    }
    assertThatThrownBy(() -> lane.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessage("lane ward-a is full");
    release.countDown();
  }

  @Test
  void anImpossibleNumberOfThreadsIsRefusedWithTheSettingsName() {
    assertThatThrownBy(() -> new PooledLanes(0))
        .hasMessageContaining("org.wardlight.runtime/laneThreads")
        .hasMessageContaining("0");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
