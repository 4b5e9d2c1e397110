package org.wardlight.rules.internal;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.rule.Conclusion;
import org.wardlight.api.rule.ConclusionChange;
import org.wardlight.api.rule.Condition;
import org.wardlight.api.rule.RuleSets.Outcome;
import org.wardlight.api.space.Facility;

/**
 * Wards at work by night on real threads and real rule files, while residents leave their beds and
 * everything else changes, too. Keeps account of every bed: an alarm for each time it was left,
 * once and soon, and an end of it. Whoever uses it may change the files meanwhile.
 */
final class RulesAtWork implements AutoCloseable {
  private static final Instant NIGHT = Instant.parse("2026-11-22T01:00:00Z");
  private static final int WARDS = 4;
  private static final int ROOMS = 5;
  private static final int CHANGES_AT_ONCE = 5;
  private static final int ROUNDS_PER_TICK = 50;
  private static final Duration BETWEEN = Duration.ofMillis(5);

  private final Facility facility = TestWard.facility(WARDS, ROOMS);
  private final Map<String, ExecutorService> lanes = new HashMap<>();
  private final ExecutorService compiler = Executors.newSingleThreadExecutor();
  private final ExecutorService guard = Executors.newSingleThreadExecutor();
  private final RuleFaults faults = new RuleFaults();
  private final Wards wards;
  private final RuleShelf shelf;
  private final Map<String, Instant> lastLeft = new HashMap<>();
  private final Map<Episode, Account> accounts = new ConcurrentHashMap<>();
  private final List<String> mistakes = new ArrayList<>();
  private final Random random = new Random(1);
  private final double[] values = new double[facility.points().size()];
  private final Thread stream = new Thread(this::stream, "stream");
  private volatile boolean ended;
  private long changes;

  /** A bed that was left at an instant, which no other time has. */
  private record Episode(String bed, Instant since) {}

  /** What is known of it; nanos of the process's clock, 0 while it has not happened. */
  private static final class Account {
    private final long left = System.nanoTime();
    private long begun;
    private long entered;
    private long over;
  }

  /** Begins to work with copies of these shipped rules in a directory. */
  RulesAtWork(Path directory, Path kept, List<String> rules) throws IOException {
    RuleSources shipped = read(ShippedRules.DIRECTORY);
    Map<String, String> others = new HashMap<>();
    shipped
        .texts()
        .forEach((path, text) -> others.put(path, rules.contains(rule(path)) ? text : ""));
    shipped.with(others).writeTo(directory);
    facility.wards().forEach(w -> lanes.put(w.id(), Executors.newSingleThreadExecutor()));
    Clock clock = Clock.fixed(NIGHT, ZoneOffset.UTC);
    wards =
        new Wards(
            facility,
            ward -> lanes.getOrDefault(ward, guard),
            clock,
            System::nanoTime,
            RulesAtWork::cpu,
            2,
            faults,
            guard);
    wards.attach(this::concluded);
    shelf =
        new RuleShelf(
            directory,
            false,
            new KeptRules(kept),
            new RuleJudge(RulesAtWork::cpu),
            faults,
            clock,
            compiler,
            wards::run);
    for (Point point : facility.points()) {
      values[point.id()] = point.kind().id().equals("bed.occupied") ? 1 : 0;
      wards.changed(TestWard.good(point, values[point.id()], NIGHT));
    }
    CompletableFuture.runAsync(shelf::begin, compiler).join();
    stream.start();
  }

  private static String rule(String path) {
    return path.substring(0, path.indexOf('/'));
  }

  static RuleSources read(Path directory) {
    try {
      return RuleSources.read(directory);
    } catch (RuleSetException e) {
      throw new IllegalStateException(e);
    }
  }

  static long cpu(Thread thread) {
    return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
  }

  RuleShelf shelf() {
    return shelf;
  }

  Outcome reload() {
    return shelf.reload().toCompletableFuture().join();
  }

  // --- the stream -------------------------------------------------------------------------------

  private void stream() {
    long next = System.nanoTime();
    for (int round = 0; !ended; round++) {
      for (int i = 0; i < CHANGES_AT_ONCE; i++) {
        change(facility.points().get(random.nextInt(values.length)));
      }
      if (round % ROUNDS_PER_TICK == 0) {
        wards.tick();
      }
      next += BETWEEN.toNanos();
      LockSupport.parkNanos(next - System.nanoTime());
    }
    for (Point point : facility.points()) {
      if (values[point.id()] == 0 && point.kind().id().equals("bed.occupied")) {
        change(point);
      }
    }
  }

  private void change(Point point) {
    int p = point.id();
    // Staff in the room would silence what is counted.
    if (point.kind().id().equals("staff.presence")) {
      return;
    }
    Instant since = NIGHT.plusNanos(1_000 * ++changes);
    boolean number = point.kind().type() == ValueType.NUMBER;
    values[p] = number ? values[p] + 0.1 : 1 - values[p];
    if (point.kind().id().equals("bed.occupied")) {
      if (values[p] == 0) {
        accounts.put(new Episode(point.space(), since), new Account());
        lastLeft.put(point.space(), since);
      } else {
        Instant left = lastLeft.remove(point.space());
        Account account = left == null ? null : accounts.get(new Episode(point.space(), left));
        if (account != null) {
          account.entered = System.nanoTime();
        }
      }
    }
    wards.changed(TestWard.good(point, values[p], since));
  }

  // --- the account ------------------------------------------------------------------------------

  private synchronized void concluded(ConclusionChange change) {
    for (Conclusion began : change.began()) {
      if (began instanceof Condition condition && condition.kind().equals("bed.exit")) {
        Account account = accounts.get(new Episode(condition.space(), condition.since()));
        if (account == null || account.begun != 0) {
          mistakes.add((account == null ? "invented: " : "raised twice: ") + condition);
        } else {
          account.begun = System.nanoTime();
        }
      }
    }
    for (Conclusion over : change.ended()) {
      if (over instanceof Condition condition && condition.kind().equals("bed.exit")) {
        Account account = accounts.get(new Episode(condition.space(), condition.since()));
        if (account == null || account.begun == 0 || account.over != 0 || account.entered == 0) {
          mistakes.add("ended without reason: " + condition);
        } else {
          account.over = System.nanoTime();
        }
      }
    }
  }

  /**
   * How it went.
   *
   * @param changes facts that changed
   * @param alarms beds that were left, each with an alarm that began and ended
   * @param mistakes what was lost, invented, raised twice or ended without reason
   * @param p50Millis from the change of a fact to the alarm or its end
   */
  record Balance(
      long changes,
      int alarms,
      List<String> mistakes,
      double p50Millis,
      double p99Millis,
      double longestMillis) {}

  /** Ends the stream, everybody back in bed, and settles the account. */
  Balance settle() throws InterruptedException {
    ended = true;
    stream.join();
    long patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (open() > 0 && System.nanoTime() < patience) {
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
    synchronized (this) {
      List<Long> delays = new ArrayList<>();
      accounts.forEach(
          (episode, account) -> {
            if (account.begun == 0 || account.over == 0) {
              mistakes.add((account.begun == 0 ? "lost: " : "never ended: ") + episode);
            } else {
              delays.add(account.begun - account.left);
              delays.add(account.over - account.entered);
            }
          });
      long[] sorted = delays.stream().mapToLong(Long::longValue).sorted().toArray();
      return new Balance(
          changes,
          accounts.size(),
          List.copyOf(mistakes),
          millis(sorted, 0.5),
          millis(sorted, 0.99),
          millis(sorted, 1));
    }
  }

  private synchronized long open() {
    return accounts.values().stream().filter(a -> a.over == 0).count();
  }

  private static double millis(long[] sorted, double share) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
  }

  @Override
  public void close() {
    ended = true;
    compiler.shutdownNow();
    guard.shutdownNow();
    wards.close();
    lanes.values().forEach(ExecutorService::shutdownNow);
  }
}
