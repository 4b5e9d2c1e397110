package org.wardlight.telemetry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.SampleBatch;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.Facility;
import org.wardlight.api.telemetry.Trend;
import org.wardlight.testkit.VirtualTime;

/** The whole way from a driver's batch to a trend. */
class RecorderTest {
  private static final Instant START = Instant.parse("2026-11-22T02:00:00Z");
  private final Facility facility = Points.of(ValueType.NUMBER, ValueType.BOOLEAN);
  private final VirtualTime time = new VirtualTime(START);
  private final List<String> health = new CopyOnWriteArrayList<>();

  @TempDir Path directory;

  @Test
  void whatIsRecordedIsFoundAgainWithItsGap() throws Exception {
    try (Recorder recorder = recorder(directory)) {
      for (int second = 0; second < 60; second += 10) {
        sample(recorder, 0, 20 + second, Quality.GOOD, second);
      }
      sample(recorder, 0, Double.NaN, Quality.BAD, 60);
      sample(recorder, 0, 90, Quality.GOOD, 90);
      time.advance(Duration.ofSeconds(100));

      await().atMost(20, TimeUnit.SECONDS).until(() -> trend(recorder).buckets().size() == 7);
      assertThat(trend(recorder).buckets())
          .extracting(bucket -> bucket.last())
          .containsExactly(20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 90.0);
      assertThat(recorder.lost()).isZero();
    }
  }

  @Test
  void anotherStartFindsWhatTheFirstRecorded() throws Exception {
    try (Recorder recorder = recorder(directory)) {
      sample(recorder, 0, 20, Quality.GOOD, 0);
    }
    time.advance(Duration.ofSeconds(5));
    try (Recorder recorder = recorder(directory)) {
      await().atMost(20, TimeUnit.SECONDS).until(() -> trend(recorder).buckets().size() == 1);
    }
  }

  @Test
  void aStoreThatCannotBeOpenedIsToldAndNothingThrows() throws Exception {
    Path blocked = Files.createFile(directory.resolve("a-file-where-a-directory-should-be"));
    try (Recorder recorder = recorder(blocked)) {
      await().atMost(20, TimeUnit.SECONDS).until(() -> !health.isEmpty());
      sample(recorder, 0, 20, Quality.GOOD, 0);
      assertThatThrownBy(
              () ->
                  recorder.trend("p0", START, START.plusSeconds(1), 1).toCompletableFuture().get())
          .hasMessageContaining("is not open");
    }
  }

  /** Opening takes seconds on a busy machine: what is sampled meanwhile must not be missing. */
  @Test
  void whileTheStoreOpensSamplesWaitAndQueriesFailAtOnce() throws Exception {
    CountDownLatch opened = new CountDownLatch(1);
    Recorder.Opening slow =
        in -> {
          try {
            opened.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          return new SampleStore(in);
        };
    try (Recorder recorder = recorder(directory, slow)) {
      sample(recorder, 0, 20, Quality.GOOD, 0);
      time.advance(Duration.ofSeconds(5));
      assertThatThrownBy(
              () ->
                  recorder
                      .trend("p0", START, START.plusSeconds(1), 1)
                      .toCompletableFuture()
                      .get(5, TimeUnit.SECONDS))
          .hasMessageContaining("is not open");
      opened.countDown();
      await().atMost(20, TimeUnit.SECONDS).until(() -> trend(recorder).buckets().size() == 1);
    }
  }

  @Test
  void aTrendWithoutARangeIsRefused() {
    try (Recorder recorder = recorder(directory)) {
      assertThatThrownBy(() -> recorder.trend("p0", START, START, 10).toCompletableFuture().get())
          .hasMessageContaining("from before to");
    }
  }

  private Trend trend(Recorder recorder) {
    try {
      return recorder
          .trend("p0", START, START.plusSeconds(100), 10)
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
    } catch (Exception notYet) {
      return new Trend("p0", START, START.plusSeconds(100), Duration.ofSeconds(10), List.of());
    }
  }

  private Recorder recorder(Path in) {
    return recorder(in, SampleStore::new);
  }

  private Recorder recorder(Path in, Recorder.Opening opening) {
    Recorder recorder =
        new Recorder(
            new TelemetryOptions(in, 365, 1_000),
            opening,
            time.clock(),
            () -> facility,
            new Recorder.Health() {
              @Override
              public void failed(String detail) {
                health.add(detail);
              }

              @Override
              public void recovered() {
                health.add("recovered");
              }
            });
    recorder.start();
    return recorder;
  }

  private static void sample(
      Recorder recorder, int point, double value, Quality quality, int second) {
    long micros = START.plusSeconds(second).toEpochMilli() * 1_000;
    SampleBatch batch = new SampleBatch(1).begin(micros);
    batch.add(
        point,
        value,
        quality,
        quality == Quality.GOOD ? QualityReason.NONE : QualityReason.TIMEOUT,
        micros);
    recorder.record(batch);
  }
}
