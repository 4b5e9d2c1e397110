package org.wardlight.telemetry.internal;

import io.questdb.cairo.CairoError;
import io.questdb.griffin.SqlException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.field.PointObserver;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.SampleBatch;
import org.wardlight.api.space.Facility;
import org.wardlight.api.telemetry.History;
import org.wardlight.api.telemetry.SampleRecorder;
import org.wardlight.api.telemetry.Trend;
import org.wardlight.api.telemetry.Trends;

/**
 * Records samples and looks back at them. Two threads: {@code wl-telemetry} opens the store and
 * writes, {@code wl-trends} answers queries. While the store opens, which takes seconds on a busy
 * machine, samples wait in the queue and queries fail at once. If the store fails, samples are
 * counted as lost, the failure is told, and the store is opened again every few seconds; nobody
 * else notices.
 */
final class Recorder implements SampleRecorder, PointObserver, Trends, History, AutoCloseable {
  /** Hears whether recording works; called again and again while it does not. */
  interface Health {
    void failed(String detail);

    void recovered();
  }

  /** Opens the store; may take its time. */
  @FunctionalInterface
  interface Opening {
    SampleStore open(Path directory) throws IOException, SqlException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
  static final Duration COMMIT_EVERY = Duration.ofMillis(500);
  private static final Duration REOPEN_AFTER = Duration.ofSeconds(5);
  private static final int BATCH = 8_192;
  private static final int WAITING_QUERIES = 64;
  private static final int MOST_BUCKETS = 5_000;

  private final TelemetryOptions options;
  private final Opening opening;
  private final Clock clock;
  private final Supplier<Facility> facility;
  private final Health health;
  private final SampleRing ring;
  private final SampleRing.Taken taken = new SampleRing.Taken(BATCH);
  private final ReadWriteLock storeLock = new ReentrantReadWriteLock();
  private final ThreadPoolExecutor queries;
  private final Thread writer;
  private volatile RecordingPolicy policy;
  private @Nullable SampleStore store;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicLong lost = new AtomicLong();
  private boolean failed;
  private long toldLost;
  private long cleanedDay = Long.MIN_VALUE;

  Recorder(
      TelemetryOptions options,
      Opening opening,
      Clock clock,
      Supplier<Facility> facility,
      Health health) {
    this.options = options;
    this.opening = opening;
    this.clock = clock;
    this.facility = facility;
    this.health = health;
    this.ring = new SampleRing(options.queueSamples());
    this.policy = new RecordingPolicy(facility.get());
    queries =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(WAITING_QUERIES),
            task -> new Thread(task, "wl-trends"));
    queries.allowCoreThreadTimeOut(true);
    writer = new Thread(this::write, "wl-telemetry");
  }

  void start() {
    writer.start();
  }

  // --- recording --------------------------------------------------------------------------------

  @Override
  public void record(SampleBatch batch) {
    RecordingPolicy deciding = policy();
    for (int i = 0; i < batch.size(); i++) {
      deciding.offer(
          batch.point(i), batch.value(i), batch.quality(i), batch.receivedMicros(), ring);
    }
  }

  /** Not every gap comes as a sample: a dead link and a stale point are known to the table only. */
  @Override
  public void changed(PointValue now) {
    if (now.quality() == Quality.BAD || now.quality() == Quality.STALE) {
      policy().offer(now.point().id(), Double.NaN, now.quality(), micros(now.qualitySince()), ring);
    }
  }

  private RecordingPolicy policy() {
    RecordingPolicy known = policy;
    Facility current = facility.get();
    return known.isFor(current) ? known : follow(current);
  }

  private synchronized RecordingPolicy follow(Facility current) {
    if (!policy.isFor(current)) {
      policy = policy.following(current);
    }
    return policy;
  }

  /** How many samples were lost since the start, because the queue was full or a write failed. */
  long lost() {
    return lost.get() + ring.dropped();
  }

  // --- writing ----------------------------------------------------------------------------------

  private void write() {
    try {
      Duration wait;
      do {
        wait = writeOnce() ? COMMIT_EVERY : REOPEN_AFTER;
      } while (!closing.await(wait.toMillis(), TimeUnit.MILLISECONDS));
      writeOnce();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closeStore();
    }
  }

  private boolean writeOnce() {
    try {
      SampleStore open = openStore();
      clean(open);
      for (ring.drain(taken); taken.size > 0; ring.drain(taken)) {
        open.append(taken);
        taken.size = 0;
      }
      tellHealth();
      return true;
    } catch (Exception | CairoError | InternalError e) {
      lost.addAndGet(taken.size);
      taken.size = 0;
      if (!failed) {
        LOG.warn("telemetry cannot write to {}: {}", options.directory(), e.getMessage());
      }
      failed = true;
      health.failed(String.valueOf(e.getMessage()));
      closeStore();
      return false;
    }
  }

  private void tellHealth() {
    long now = lost();
    boolean losing = now > toldLost && !failed;
    toldLost = now;
    if (losing) {
      LOG.warn("telemetry has lost {} samples since the start: its queue was full", now);
      health.failed(now + " samples lost");
      failed = true;
    } else if (failed) {
      failed = false;
      LOG.info("telemetry records again; {} samples were lost since the start", now);
      health.recovered();
    }
  }

  private void clean(SampleStore open) {
    Instant now = clock.instant();
    long day = now.getEpochSecond() / 86_400;
    if (day != cleanedDay) {
      cleanedDay = day;
      int dropped = open.dropBefore(micros(now.minus(Duration.ofDays(options.retentionDays()))));
      if (dropped > 0) {
        LOG.info("telemetry dropped {} days older than {} days", dropped, options.retentionDays());
      }
    }
  }

  /** Opens outside the lock, so that no query waits for it. */
  private SampleStore openStore() throws IOException, SqlException {
    SampleStore open = store;
    if (open == null) {
      open = opening.open(options.directory());
      storeLock.writeLock().lock();
      try {
        store = open;
      } finally {
        storeLock.writeLock().unlock();
      }
    }
    return open;
  }

  private void closeStore() {
    storeLock.writeLock().lock();
    try {
      if (store != null) {
        store.close();
      }
    } catch (RuntimeException | CairoError e) {
      LOG.debug("the telemetry store did not close cleanly", e);
    } finally {
      store = null;
      storeLock.writeLock().unlock();
    }
  }

  // --- looking back -----------------------------------------------------------------------------

  @Override
  public CompletionStage<Trend> trend(String point, Instant from, Instant to, int buckets) {
    if (!from.isBefore(to) || buckets < 1 || buckets > MOST_BUCKETS) {
      return CompletableFuture.failedFuture(
          new IllegalArgumentException(
              "a trend needs from before to and 1 to 5000 buckets, not "
                  + from
                  + ", "
                  + to
                  + ", "
                  + buckets));
    }
    CompletableFuture<Trend> answer = new CompletableFuture<>();
    try {
      queries.execute(() -> answer(point, from, to, buckets, answer));
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(
          new IllegalStateException("too many trends are being asked for; try again", e));
    }
    return answer;
  }

  /** The store, which is open. */
  private SampleStore opened() {
    SampleStore open = store;
    if (open == null) {
      throw new IllegalStateException(
          "the telemetry store in " + options.directory() + " is not open; try again later");
    }
    return open;
  }

  private void answer(
      String point, Instant from, Instant to, int count, CompletableFuture<Trend> answer) {
    storeLock.readLock().lock();
    try {
      SampleStore open = opened();
      long every = RecordingPolicy.everyMicros(facility.get(), point);
      Buckets buckets = new Buckets(micros(from), micros(to), count, every);
      open.read(
          point,
          micros(from) - 2 * every,
          micros(to),
          (at, value, quality) -> buckets.add(at, quality == SampleRing.GAP ? Double.NaN : value));
      answer.complete(buckets.trend(point, micros(clock.instant())));
    } catch (Exception | CairoError | InternalError e) {
      answer.completeExceptionally(e);
    } finally {
      storeLock.readLock().unlock();
    }
  }

  @Override
  public void samples(Collection<String> points, Instant from, Instant to, Reader reader) {
    storeLock.readLock().lock();
    try {
      SampleStore open = opened();
      open.readAll(points, micros(from), micros(to), SampleReader.RowOfMany.to(reader));
    } finally {
      storeLock.readLock().unlock();
    }
  }

  static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  /** Writes what waits, then ends; three seconds at most. */
  @Override
  public void close() {
    queries.shutdownNow();
    closing.countDown();
    try {
      writer.join(3_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
