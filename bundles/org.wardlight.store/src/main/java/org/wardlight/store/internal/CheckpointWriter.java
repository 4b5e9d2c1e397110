package org.wardlight.store.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the journal's end now and then and signs it when there is enough new. On a thread of its
 * own, so that a slow disk elsewhere holds no alarm up.
 */
final class CheckpointWriter implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);

  private final Database database;
  private final Rule rule;
  private final Supplier<String> facility;
  private final Clock clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "wl-checkpoints");
            thread.setDaemon(true);
            return thread;
          });

  // The thread's own.
  private @Nullable SigningKey key;
  private @Nullable Checkpoint last;
  private boolean failing;

  /**
   * When a checkpoint is due, and where it goes.
   *
   * @param entries after so many new entries
   * @param interval or after this time, if there is anything new
   */
  record Rule(Path directory, int entries, Duration interval) {
    Rule {
      if (entries < 1 || interval.isNegative() || interval.isZero()) {
        throw new IllegalArgumentException(
            "checkpoints every " + entries + " entries or " + interval + ": both must be positive");
      }
    }
  }

  CheckpointWriter(Database database, Rule rule, Supplier<String> facility, Clock clock) {
    this.database = database;
    this.rule = rule;
    this.facility = facility;
    this.clock = clock;
  }

  void start() {
    var unused =
        thread.scheduleWithFixedDelay(
            () -> look(false), LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Attests what came last, then ends; waits at most three seconds for it. */
  @Override
  public void close() {
    thread.execute(() -> look(true));
    thread.shutdown();
    try {
      if (!thread.awaitTermination(3, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Writes a checkpoint if one is due.
   *
   * @param atOnce with anything new, not only with enough
   */
  void look(boolean atOnce) {
    try {
      SigningKey signing = key();
      Chain.Tail end = end();
      Checkpoint before = last;
      if (before == null ? end.sequence() > 0 : due(end, before, atOnce)) {
        Checkpoint next = signing.sign(end, clock.instant(), facility.get());
        CheckpointFiles.append(rule.directory(), next);
        last = next;
      }
      if (failing) {
        failing = false;
        LOG.info("checkpoints are written again");
      }
    } catch (IOException | SQLException | RuntimeException e) {
      // The top of the thread's loop: whatever fails, the next look tries again.
      if (!failing) {
        failing = true;
        LOG.warn("no checkpoint of the journal can be written: {}", String.valueOf(e.getMessage()));
      }
    }
  }

  private boolean due(Chain.Tail end, Checkpoint before, boolean atOnce) {
    long news = end.sequence() - before.sequence();
    Instant now = clock.instant();
    return news >= rule.entries()
        || (news > 0
            && (atOnce
                || Duration.between(before.time(), now).abs().compareTo(rule.interval()) >= 0));
  }

  private SigningKey key() throws IOException, SQLException {
    SigningKey signing = key;
    if (signing == null) {
      Files.createDirectories(rule.directory());
      signing = SigningKey.in(rule.directory());
      List<Checkpoint> all = CheckpointFiles.read(rule.directory());
      last = all.isEmpty() ? null : stillThere(all.get(all.size() - 1));
      key = signing;
    }
    return signing;
  }

  /** The newest checkpoint, or null if the journal is not the one that it attests. */
  private @Nullable Checkpoint stillThere(Checkpoint newest) throws SQLException {
    try (Connection db = database.connectReadOnly()) {
      byte[] hash = Chain.hashOf(db, newest.sequence());
      if (hash != null && newest.hash().equals(new Chain.Hash(hash).toString())) {
        return newest;
      }
    }
    LOG.error(
        "the journal is not the one that the checkpoint of {} attests up to entry {}: entries were"
            + " cut off or rewritten, or an older backup was restored. Look with: journal verify",
        newest.time(),
        newest.sequence());
    return null;
  }

  private Chain.Tail end() throws SQLException {
    try (Connection db = database.connectReadOnly()) {
      return Chain.Tail.of(db);
    }
  }
}
