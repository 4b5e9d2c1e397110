package org.wardlight.rules.internal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.point.Point;
import org.wardlight.api.rule.Conclusion;
import org.wardlight.api.rule.ConclusionChange;
import org.wardlight.api.rule.Condition;
import org.wardlight.api.rule.RuleSetInfo;
import org.wardlight.api.rule.RuleSets.Outcome;
import org.wardlight.api.space.Facility;

/** Rules change while wards are at work: real files, real threads, the shipped rule bed-exit. */
class RuleChangeTest {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final Instant NIGHT = Instant.parse("2026-11-22T01:00:00Z");

  @TempDir Path directory;
  @TempDir Path kept;

  private final Facility facility = TestWard.facility(2, 1);
  private final Map<String, Reason> held = new ConcurrentHashMap<>();
  private final List<ConclusionChange> heard = new CopyOnWriteArrayList<>();
  private final RuleFaults faults = new RuleFaults();
  private final ExecutorService lane = Executors.newSingleThreadExecutor();
  private ExecutorService compiler = Executors.newSingleThreadExecutor();
  private final ExecutorService guard = Executors.newSingleThreadExecutor();
  private final Clock clock = Clock.fixed(NIGHT, ZoneOffset.UTC);
  private Wards wards;
  private RuleShelf shelf;
  private volatile boolean watching = true;
  private final Thread watch =
      new Thread(
          () -> {
            while (watching) {
              LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
              wards.tick();
            }
          });

  @BeforeEach
  void copyBedExit() throws Exception {
    for (String kind : List.of(".drl", ".texts.yaml", ".scenarios.yaml")) {
      Files.createDirectories(directory.resolve("bed-exit"));
      Files.copy(
          ShippedRules.DIRECTORY.resolve("bed-exit/bed-exit" + kind),
          directory.resolve("bed-exit/bed-exit" + kind));
    }
    faults.connect(
        new Faults() {
          @Override
          public void hold(String kind, String subject, Reason reason) {
            held.put(kind + " " + subject, reason);
          }

          @Override
          public void release(String kind, String subject) {
            held.remove(kind + " " + subject);
          }
        });
    begin(false);
    watch.setDaemon(true);
    watch.start();
  }

  @AfterEach
  void stop() {
    watching = false;
    compiler.shutdownNow();
    guard.shutdownNow();
    wards.close();
    lane.shutdownNow();
  }

  private static long cpu(Thread thread) {
    return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
  }

  /** Returns when the files have been judged: a test must not write where they are being read. */
  private void begin(boolean approval) {
    compiler = Executors.newSingleThreadExecutor();
    wards =
        new Wards(
            facility, ward -> lane, clock, System::nanoTime, RuleChangeTest::cpu, 2, faults, guard);
    wards.attach(heard::add);
    shelf =
        new RuleShelf(
            directory,
            approval,
            new KeptRules(kept),
            new RuleJudge(RuleChangeTest::cpu),
            faults,
            clock,
            compiler,
            wards::run);
    CompletableFuture.runAsync(shelf::begin, compiler).join();
    for (Point point : facility.points()) {
      wards.changed(TestWard.good(point, 0, NIGHT));
    }
  }

  private void restart(boolean approval) {
    wards.close();
    compiler.shutdownNow();
    begin(approval);
  }

  private void set(String kind, double value, int second) {
    for (Point point : facility.points()) {
      if (point.kind().id().equals(kind)) {
        wards.changed(TestWard.good(point, value, NIGHT.plusSeconds(second)));
      }
    }
  }

  private Outcome reload() {
    return shelf.reload().toCompletableFuture().join();
  }

  private void replace(String before, String after) throws Exception {
    Path drl = directory.resolve("bed-exit/bed-exit.drl");
    String text = Files.readString(drl);
    assertThat(text).contains(before);
    Files.writeString(drl, text.replace(before, after));
  }

  /** Writes a rule with a scenario in which it is harmless. */
  private void write(String name, String body) throws Exception {
    Files.createDirectories(directory.resolve(name));
    Files.writeString(
        directory.resolve(name + "/" + name + ".drl"),
        "package rules." + name + "\n" + IMPORTS + body + "\n" + SAYS.formatted(name));
    Files.writeString(directory.resolve(name + "/" + name + ".scenarios.yaml"), SCENARIO);
    String texts = "{alarm.%1$s: x, reason.%1$s: x}".formatted("window");
    Files.writeString(
        directory.resolve(name + "/" + name + ".texts.yaml"),
        "en: " + texts + "\nde: " + texts + "\nzh-CN: " + texts + "\n");
  }

  private static final String IMPORTS =
      """
      import org.wardlight.api.alarm.AlarmClass;
      import org.wardlight.api.alarm.Reason;
      import org.wardlight.api.rule.Condition;
      import org.wardlight.api.rule.Reading;
      import org.wardlight.api.rule.Deadline;
      """;
  private static final String SAYS =
      """
      rule "%s says" when Reading( kind == "window.open", on, $r : room, $s : space, $i : since )
      then insertLogical( new Condition("window", AlarmClass.ADVISORY, $r, $s, $i, Reason.of("window"))); end
      """;
  private static final String SCENARIO =
      """
      - name: open
        start: "2026-11-22T02:00"
        given: {window.open: 0}
        steps:
          - {at: "02:01", set: {window.open: 1}, expect: [condition window advisory 101/bedroom since 02:01]}
      """;

  private Set<Conclusion> holding() {
    Map<String, Set<Conclusion>> holding = new LinkedHashMap<>();
    for (ConclusionChange change : heard) {
      Set<Conclusion> of = holding.computeIfAbsent(change.ward(), w -> new LinkedHashSet<>());
      if (change.complete()) {
        of.clear();
      }
      assertThat(of).containsAll(change.ended());
      of.removeAll(change.ended());
      change.began().forEach(c -> assertThat(of.add(c)).as("raised twice: %s", c).isTrue());
    }
    Set<Conclusion> all = new LinkedHashSet<>();
    holding.values().forEach(all::addAll);
    return all;
  }

  private List<String> conditions() {
    List<String> kinds = new ArrayList<>();
    for (Conclusion conclusion : holding()) {
      if (conclusion instanceof Condition condition) {
        kinds.add(condition.kind() + " " + condition.space());
      }
    }
    return kinds;
  }

  private void awaitBedExits() {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(conditions())
                    .containsExactlyInAnyOrder("bed.exit 0-0/bed", "bed.exit 1-0/bed"));
  }

  @Test
  void aChangeThatConcludesTheSameTellsNothing() throws Exception {
    awaitBedExits();
    int told = heard.size();
    replace("// A resident whose", "// Another remark. A resident whose");
    assertThat(reload()).isInstanceOf(Outcome.Done.class);
    assertThat(shelf.history()).hasSize(2);
    set("bed.occupied", 1, 5);
    await().atMost(LONG).until(() -> conditions().isEmpty());
    assertThat(heard).hasSize(told + 2);
    assertThat(new KeptRules(kept).history())
        .extracting(RuleSetInfo::state)
        .containsExactly(RuleSetInfo.State.RUNNING, RuleSetInfo.State.REPLACED);
  }

  @Test
  void ofAChangeOnlyTheDifferenceIsTold() throws Exception {
    awaitBedExits();
    heard.clear();
    write("opened", "");
    set("window.open", 1, 7);
    assertThat(reload()).isInstanceOf(Outcome.Done.class);
    await().atMost(LONG).until(() -> heard.size() == 2);
    assertThat(heard)
        .allSatisfy(
            change -> {
              assertThat(change.complete()).isFalse();
              assertThat(change.ended()).isEmpty();
              assertThat(change.began()).hasSize(1);
            });
  }

  @Test
  void aBrokenSetIsRefusedWithFileAndLineAndTheOldOneRunsOnAlsoAfterARestart() throws Exception {
    awaitBedExits();
    replace("resident.bedExit != Watch.OFF,", "resident.bedExit !! Watch.OFF,");
    assertThat(reload()).isEqualTo(new Outcome.NotAllowed("refused"));
    assertThat(held).containsKey("rules.refused rules");
    assertThat(requireNonNull(held.get("rules.refused rules")).args())
        .containsEntry("file", "bed-exit/bed-exit.drl");
    assertThat(requireNonNull(shelf.refused()).problems().get(0).line()).isPositive();
    heard.clear();
    restart(false);
    awaitBedExits();
    assertThat(shelf.refused()).isNotNull();
    replace("resident.bedExit !! Watch.OFF,", "resident.bedExit != Watch.OFF,");
    assertThat(reload()).isInstanceOf(Outcome.Done.class);
    assertThat(held).isEmpty();
    assertThat(requireNonNull(shelf.running()).number()).isEqualTo(1);
  }

  @Test
  void aScenarioThatFailsRefusesTheSetAndIsNamed() throws Exception {
    awaitBedExits();
    replace("off, since >= daytime.since", "on, since >= daytime.since");
    assertThat(reload()).isEqualTo(new Outcome.NotAllowed("refused"));
    assertThat(requireNonNull(shelf.refused()).problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.file()).isEqualTo("bed-exit/bed-exit.scenarios.yaml");
              assertThat(problem.line()).isPositive();
              assertThat(problem.scenario()).isNotEmpty();
            });
  }

  @Test
  void aSetWaitsForAnotherPersonIfTheFacilityWantsItSo() throws Exception {
    awaitBedExits();
    heard.clear();
    restart(true);
    awaitBedExits();
    replace("AlarmClass.URGENT", "AlarmClass.CALL");
    replace("// A resident whose", "// Mind. A resident whose");
    Files.writeString(
        directory.resolve("bed-exit/bed-exit.scenarios.yaml"),
        Files.readString(directory.resolve("bed-exit/bed-exit.scenarios.yaml"))
            .replace("bed.exit urgent", "bed.exit call"));
    assertThat(reload()).isInstanceOf(Outcome.Done.class);
    RuleSetInfo pending = requireNonNull(shelf.pending());
    assertThat(pending.changes()).contains("--- bed-exit/bed-exit.drl");
    assertThat(shelf.approve(pending.number(), "anna", "Anna").toCompletableFuture().join())
        .isEqualTo(new Outcome.NotAllowed("same.person"));
    assertThat(shelf.approve(99, "anna", "ben").toCompletableFuture().join())
        .isEqualTo(new Outcome.NotPending(99));
    assertThat(shelf.approve(pending.number(), "anna", "ben").toCompletableFuture().join())
        .isEqualTo(new Outcome.Done());
    assertThat(requireNonNull(shelf.running()).by()).isEqualTo("anna");
    assertThat(shelf.pending()).isNull();
  }

  @Test
  void aRuleThatDoesNotComeBackIsTakenOutOfAllWardsAndTheOthersGoOn() throws Exception {
    write(
        "looper",
        """
        rule "loops" when Reading( kind == "bathroom.presence", on )
        then int i = 0; while (i >= 0) { i = i ^ 1; } end
        """);
    awaitBedExits();
    reload();
    assertThat(requireNonNull(shelf.running()).rules()).contains("looper");
    long begun = System.nanoTime();
    Point first =
        facility.points().stream()
            .filter(p -> p.kind().id().equals("bathroom.presence"))
            .findFirst()
            .orElseThrow();
    wards.changed(TestWard.good(first, 1, NIGHT));
    await()
        .atMost(LONG)
        .until(
            () ->
                held.keySet()
                    .containsAll(Set.of("rule.failed ward-0/looper", "rule.failed ward-1/looper")));
    System.out.printf("loop quarantined after %d ms%n", (System.nanoTime() - begun) / 1_000_000);
    set("bed.occupied", 1, 5);
    await().atMost(LONG).until(() -> conditions().isEmpty());
    set("bed.occupied", 0, 6);
    awaitBedExits();
    Files.delete(directory.resolve("looper/looper.drl"));
    Files.delete(directory.resolve("looper/looper.scenarios.yaml"));
    Files.delete(directory.resolve("looper/looper.texts.yaml"));
    Files.delete(directory.resolve("looper"));
    assertThat(reload()).isInstanceOf(Outcome.Done.class);
    await().atMost(LONG).until(held::isEmpty);
    awaitBedExits();
  }

  @Test
  void aRuleThatConcludesWithoutEndIsTakenOut() throws Exception {
    write(
        "leaker",
        """
        rule "leaks" when Reading( kind == "bathroom.presence", on, $r : room, $i : since )
        then for (int i = 0; i < 1000000; i++) {
          insertLogical( new Deadline("leak" + i, $r, $r, $i, $i.plusSeconds(1000 + i)) ); }
        end
        """);
    awaitBedExits();
    reload();
    assertThat(requireNonNull(shelf.running()).rules()).contains("leaker");
    set("bathroom.presence", 1, 3);
    await()
        .atMost(LONG)
        .until(
            () ->
                held.keySet()
                    .containsAll(Set.of("rule.failed ward-0/leaker", "rule.failed ward-1/leaker")));
    awaitBedExits();
  }
}
