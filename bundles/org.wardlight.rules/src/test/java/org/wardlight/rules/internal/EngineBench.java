package org.wardlight.rules.internal;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.FactHandle;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.rule.Conclusion;
import org.wardlight.api.rule.ConclusionChange;
import org.wardlight.api.rule.Condition;
import org.wardlight.api.rule.Deadline;
import org.wardlight.api.rule.Reading;
import org.wardlight.api.space.Facility;

/**
 * What the engine takes with all shipped rules, and what a room costs: {@code EngineBench [ROOMS]
 * [SECONDS]}, by night, the clock standing still. Prints a table and a line of JSON.
 */
public final class EngineBench {
  private static final Instant NIGHT = Instant.parse("2026-11-22T01:00:00Z");
  private static final int ROOMS_PER_WARD = 40;
  private static final int RATE = 10_000;
  private static final int SESSIONS = 50;
  private static final int RELOADS = 5;
  private static final Clock CLOCK = Clock.fixed(NIGHT, ZoneOffset.UTC);

  private final Facility facility;
  private final int rooms;
  private final int seconds;
  private final Random random = new Random(1);
  private final double[] values;
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final Map<String, String> json = new LinkedHashMap<>();

  private EngineBench(int rooms, int seconds) {
    int wards = (rooms + ROOMS_PER_WARD - 1) / ROOMS_PER_WARD;
    this.rooms = wards * ROOMS_PER_WARD;
    this.seconds = seconds;
    facility = TestWard.facility(wards, ROOMS_PER_WARD);
    values = new double[facility.points().size()];
  }

  /** Starts it. */
  public static void main(String[] args) throws Exception {
    int rooms = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 30;
    System.out.print(new EngineBench(rooms, seconds).measure());
    System.exit(0);
  }

  private String measure() throws RuleSetException, IOException, InterruptedException {
    number("rooms", "rooms", rooms, 0, "");
    number("wards", "wards", facility.wards().size(), 0, "");
    number("points", "points", values.length, 0, "");
    text("java", "java", Runtime.version().toString());
    text(
        "jvm",
        "options",
        String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
    text("loadBefore", "load before", load());
    long begun = cpuNanos();
    RuleSet rules = RuleSet.compile(RuleSources.read(ShippedRules.DIRECTORY));
    number("rules", "rules", rules.byPackage().size(), 0, "");
    number(
        "compileMs", "first compilation, CPU of its thread", millis(cpuNanos() - begun), 0, "ms");
    begun = cpuNanos();
    rules = RuleSet.compile(RuleSources.read(ShippedRules.DIRECTORY));
    number("compileAgainMs", "compilation again", millis(cpuNanos() - begun), 0, "ms");
    alone(rules);
    together();
    text("loadAfter", "load after", load());
    int width = labels.keySet().stream().mapToInt(String::length).max().orElse(0);
    return labels.entrySet().stream()
        .map(row -> row.getKey() + " ".repeat(width - row.getKey().length() + 2) + row.getValue())
        .collect(Collectors.joining("\n", "", "\n"))
        .concat(
            json.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
                .collect(Collectors.joining(",", "{", "}\n")));
  }

  // --- on one thread ----------------------------------------------------------------------------

  /** Every ward on this thread, as fast as it goes, counted in the thread's own time. */
  private void alone(RuleSet rules) {
    AtomicLong conclusions = new AtomicLong();
    List<WardEngine> engines = begin(rules, conclusions);
    idle(engines);
    double whole = rate(engines, conclusions);
    double bare = bareRate(rules, engines);
    number("bareChangesPerSecond", "bare Drools, the same facts and rules", bare, 0, "");
    number("ratio", "engine to bare Drools", whole / bare, 2, "");
    memory(rules, engines, conclusions);
  }

  private List<WardEngine> begin(RuleSet rules, AtomicLong conclusions) {
    List<WardEngine> engines = new ArrayList<>();
    facility
        .wards()
        .forEach(
            ward -> {
              WardEngine engine =
                  new WardEngine(
                      ward.id(),
                      facility,
                      Runnable::run,
                      Runnable::run,
                      CLOCK,
                      System::nanoTime,
                      new RuleFaults());
              engine.attach(
                  change ->
                      conclusions.addAndGet(change.began().size() + (long) change.ended().size()));
              engine.start(rules, Set.of());
              engines.add(engine);
            });
    facility.points().forEach(p -> engines.get(ward(p)).accept(TestWard.good(p, 0, NIGHT)));
    return engines;
  }

  /** Drools holds each session until it is disposed of. */
  private static void end(List<WardEngine> engines) {
    engines.forEach(WardEngine::stop);
    engines.clear();
  }

  /**
   * With and without, both at the end: what compiling and warming up leave behind is released when
   * it pleases the machine, and then counts as less than nothing.
   */
  private void memory(RuleSet rules, List<WardEngine> engines, AtomicLong conclusions) {
    long changed = used();
    end(engines);
    long without = used();
    engines.addAll(begin(rules, conclusions));
    long with = used();
    end(engines);
    String room = "memory of a room, with its share of the ward";
    number("roomKb", room, kilobytes(with - without) / rooms, 2, "kB");
    number(
        "changedRoomKb", room + ", after changes", kilobytes(changed - without) / rooms, 2, "kB");
    List<KieSession> sessions = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      sessions.add(RuleSet.inLoader(() -> rules.session(Set.of())));
    }
    long empty = used();
    sessions.forEach(KieSession::dispose);
    sessions.clear();
    number(
        "wardKb", "memory of a ward without rooms", kilobytes(empty - used()) / SESSIONS, 1, "kB");
  }

  /**
   * Changes a second of this thread's time, in the last of three rounds: the first ones warm up.
   */
  private double rate(List<WardEngine> engines, AtomicLong conclusions) {
    double rate = 0;
    for (int round = 0; round < 3; round++) {
      conclusions.set(0);
      long changes = 0;
      long begun = cpuNanos();
      while (cpuNanos() - begun < seconds * 1e9 / 3) {
        for (int i = 0; i < 1_000; i++) {
          Point point = next(changes++);
          engines
              .get(ward(point))
              .accept(TestWard.good(point, values[point.id()], NIGHT.plusNanos(changes)));
        }
      }
      rate = changes / ((cpuNanos() - begun) / 1e9);
      double each = conclusions.get() / (double) changes;
      number("changesPerSecond", "changes of facts a second of one core", rate, 0, "");
      number("conclusionsPerChange", "conclusions a change", each, 2, "");
    }
    return rate;
  }

  /** The same with nothing but sessions and the facts that rules ask for. */
  private double bareRate(RuleSet rules, List<WardEngine> engines) {
    Set<String> kinds = Objects.requireNonNull(rules.kinds(Set.of()));
    List<KieSession> sessions = new ArrayList<>();
    Map<Integer, FactHandle> handles = new HashMap<>();
    Map<Integer, Reading> readings = new HashMap<>();
    for (WardEngine engine : engines) {
      KieSession session = RuleSet.inLoader(() -> rules.session(Set.of()));
      sessions.add(session);
      engine.look(
          look -> {
            for (Object fact : Objects.requireNonNull(look).facts()) {
              if (!(fact instanceof Reading reading)) {
                session.insert(fact);
              } else if (kinds.contains(reading.kind())) {
                handles.put(reading.point(), session.insert(reading));
                readings.put(reading.point(), reading);
              }
            }
          });
      RuleSet.inLoader(() -> session.fireAllRules());
    }
    double rate = 0;
    for (int round = 0; round < 3; round++) {
      long changes = 0;
      long begun = cpuNanos();
      while (cpuNanos() - begun < seconds * 1e9 / 3) {
        for (int i = 0; i < 1_000; i++) {
          Point point = next(changes++);
          FactHandle handle = handles.get(point.id());
          if (handle != null) {
            Instant since = NIGHT.plusNanos(changes);
            KieSession session = sessions.get(ward(point));
            Reading before = Objects.requireNonNull(readings.get(point.id()));
            session.update(handle, before.with(values[point.id()], Quality.GOOD, since));
            session.fireAllRules();
          }
        }
      }
      rate = changes / ((cpuNanos() - begun) / 1e9);
    }
    sessions.forEach(KieSession::dispose);
    return rate;
  }

  private void idle(List<WardEngine> engines) {
    int times = 40;
    for (int round = 0; round < 2; round++) {
      long begun = cpuNanos();
      for (int i = 0; i < times; i++) {
        engines.forEach(WardEngine::tick);
      }
      number(
          "idlePercent",
          "idle: share of a core, four looks a second",
          100 * 4 * (cpuNanos() - begun) / 1e9 / times,
          3,
          "%");
    }
  }

  private Point next(long change) {
    Point point = facility.points().get(random.nextInt(values.length));
    boolean number = point.kind().type() == ValueType.NUMBER;
    values[point.id()] = number ? 20 + change % 50 / 10.0 : 1 - values[point.id()];
    return point;
  }

  // --- on the threads of the server -------------------------------------------------------------

  private final Map<Instant, Boolean> awaited = new ConcurrentHashMap<>();
  private final List<Long> delays = new ArrayList<>();
  private final long zero = System.nanoTime();

  /** The wards on threads of their own at a steady rate, first undisturbed, then rules change. */
  private void together() throws IOException, InterruptedException, RuleSetException {
    Path directory = Files.createTempDirectory("wardlight-bench-");
    RuleSources.read(ShippedRules.DIRECTORY).writeTo(directory);
    ExecutorService lane = Executors.newSingleThreadExecutor();
    ExecutorService compiler = Executors.newSingleThreadExecutor();
    ExecutorService guard = Executors.newSingleThreadExecutor();
    Wards wards =
        new Wards(
            facility,
            ward -> lane,
            CLOCK,
            System::nanoTime,
            RulesAtWork::cpu,
            2,
            new RuleFaults(),
            guard);
    RuleShelf shelf =
        new RuleShelf(
            directory,
            false,
            new KeptRules(null),
            new RuleJudge(RulesAtWork::cpu),
            new RuleFaults(),
            CLOCK,
            compiler,
            wards::run);
    wards.attach(this::concluded);
    CompletableFuture.runAsync(shelf::begin, compiler).join();
    for (Point point : facility.points()) {
      values[point.id()] = 0;
      wards.changed(TestWard.good(point, 0, NIGHT));
    }
    stream(wards, Duration.ofSeconds(seconds / 3));
    delays("warm");
    long collections = collections();
    long collecting = collectionMillis();
    stream(wards, Duration.ofSeconds(seconds));
    number("collections", "collections meanwhile", (double) collections() - collections, 0, "");
    number("collectionMs", "time they took", (double) collectionMillis() - collecting, 0, "ms");
    delays("steady");
    Path file = directory.resolve("bed-exit/bed-exit.drl");
    long longest = 0;
    for (int i = 0; i < RELOADS; i++) {
      Files.writeString(file, Files.readString(file) + "\n// change " + i + "\n");
      long begun = System.nanoTime();
      CompletableFuture<?> done = shelf.reload().toCompletableFuture();
      while (!done.isDone()) {
        stream(wards, Duration.ofMillis(100));
      }
      longest = Math.max(longest, System.nanoTime() - begun);
    }
    stream(wards, Duration.ofSeconds(1));
    delays("reload");
    number(
        "reloadMs", "change of rules, until all wards run them, longest", millis(longest), 0, "ms");
    compiler.shutdownNow();
    guard.shutdownNow();
    wards.close();
    lane.shutdownNow();
    try (Stream<Path> left = Files.walk(directory)) {
      for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** {@code since} is the time at which the change was handed over: conclusions bring it back. */
  private void stream(Wards wards, Duration time) {
    long begun = System.nanoTime();
    long made = 0;
    for (long now = begun; now - begun < time.toNanos(); now = System.nanoTime()) {
      for (long due = (now - begun) / (1_000_000_000 / RATE); made < due; made++) {
        Point point = next(made);
        // Staff in a room silences what is measured here.
        if (!point.kind().id().equals(WardFacts.STAFF_PRESENCE)) {
          Instant since = NIGHT.plusNanos(System.nanoTime() - zero);
          if (point.kind().id().equals("bathroom.presence") && values[point.id()] == 1) {
            awaited.put(since, true);
          }
          wards.changed(TestWard.good(point, values[point.id()], since));
        }
      }
      LockSupport.parkNanos(500_000);
    }
  }

  private void concluded(ConclusionChange change) {
    long now = System.nanoTime() - zero;
    for (Conclusion began : change.began()) {
      Instant since =
          began instanceof Deadline deadline
              ? deadline.since()
              : began instanceof Condition condition ? condition.since() : Instant.MIN;
      if (awaited.remove(since) != null) {
        synchronized (delays) {
          delays.add(now - Duration.between(NIGHT, since).toNanos());
        }
      }
    }
  }

  private void delays(String when) {
    long patience = System.nanoTime() + 5_000_000_000L;
    while (!awaited.isEmpty() && System.nanoTime() - patience < 0) {
      LockSupport.parkNanos(10_000_000);
    }
    long[] sorted;
    synchronized (delays) {
      sorted = delays.stream().mapToLong(Long::longValue).sorted().toArray();
      delays.clear();
    }
    if (when.equals("warm")) {
      return;
    }
    String what = when.equals("steady") ? "at 10,000 changes a second: " : "while rules change: ";
    number(when + "Measured", what + "measured", sorted.length, 0, "");
    number(when + "Unanswered", what + "without conclusion", awaited.size(), 0, "");
    for (double share : new double[] {0.5, 0.99, 1}) {
      String name = share == 1 ? "longest" : "p" + Math.round(100 * share);
      long nanos = sorted[(int) Math.ceil(share * sorted.length) - 1];
      number(when + name + "Ms", what + "change to conclusion, " + name, millis(nanos), 3, "ms");
    }
    awaited.clear();
  }

  // --- figures ----------------------------------------------------------------------------------

  private void number(String key, String label, double value, int decimals, String unit) {
    labels.put(
        label, String.format(Locale.ROOT, "%,." + decimals + "f %s", value, unit).stripTrailing());
    json.put(key, String.format(Locale.ROOT, "%." + decimals + "f", value));
  }

  private void text(String key, String label, String value) {
    labels.put(label, value);
    json.put(key, "\"" + value + "\"");
  }

  private static int ward(Point point) {
    return Integer.parseInt(point.ward().substring(5));
  }

  private static String load() throws IOException {
    String[] fields = Files.readString(Path.of("/proc/loadavg")).split(" ", -1);
    return String.join(" ", fields[0], fields[1], fields[2]);
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }

  private static double kilobytes(long bytes) {
    return bytes / 1024.0;
  }

  /** What is left when nothing more goes. */
  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    long before = Long.MAX_VALUE;
    for (int i = 0; i < 6; i++) {
      System.gc();
      LockSupport.parkNanos(50_000_000);
      long now = runtime.totalMemory() - runtime.freeMemory();
      if (before - now < before / 1_000) {
        return now;
      }
      before = now;
    }
    return before;
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  private static long collectionMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }
}
