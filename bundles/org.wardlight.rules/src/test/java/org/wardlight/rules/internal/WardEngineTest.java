package org.wardlight.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.rule.Conclusion;
import org.wardlight.api.rule.ConclusionChange;
import org.wardlight.api.rule.Condition;
import org.wardlight.api.space.Facility;
import org.wardlight.testkit.InlineLanes;
import org.wardlight.testkit.VirtualTime;

class WardEngineTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final RuleSet SHIPPED = ShippedRules.COMPILED;

  private final VirtualTime time = new VirtualTime(berlin("2026-11-22T02:00"));
  private final Facility facility = TestWard.facility(1, 1);
  private final InlineLanes lanes = new InlineLanes();
  private final List<ConclusionChange> heard = new ArrayList<>();
  private final List<String> held = new ArrayList<>();

  private static Instant berlin(String local) {
    return LocalDateTime.parse(local).atZone(TestWard.BERLIN).toInstant();
  }

  private WardEngine started(RuleSet rules) {
    WardEngine engine = unstarted();
    engine.start(rules, Set.of());
    return engine;
  }

  private WardEngine unstarted() {
    RuleFaults faults = new RuleFaults();
    faults.connect(
        new Faults() {
          @Override
          public void hold(String kind, String subject, Reason reason) {
            held.add(kind + " " + subject);
          }

          @Override
          public void release(String kind, String subject) {
            held.remove(kind + " " + subject);
          }
        });
    WardEngine engine =
        new WardEngine(
            "ward-0", facility, lanes.lane("ward-0"), Runnable::run, time.clock(), time, faults);
    engine.attach(heard::add);
    time.every(SECOND, engine::tick);
    return engine;
  }

  private WardEngine settled(RuleSet rules) {
    WardEngine engine = started(rules);
    facility.points().forEach(point -> engine.accept(TestWard.good(point, asleep(point), now())));
    return engine;
  }

  /** What is read in a warm room in which nothing happens. */
  private static double asleep(Point point) {
    return switch (point.kind().id()) {
      case "bed.occupied" -> 1;
      case "bedroom.temperature" -> 21;
      default -> 0;
    };
  }

  private Instant now() {
    return time.now();
  }

  private Point point(String kind) {
    return facility.points().stream()
        .filter(p -> p.kind().id().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private void set(WardEngine engine, String kind, double value) {
    engine.accept(TestWard.good(point(kind), value, now()));
  }

  private static List<String> conditions(List<Conclusion> conclusions) {
    return conclusions.stream()
        .filter(Condition.class::isInstance)
        .map(c -> ((Condition) c).kind())
        .toList();
  }

  private Set<Conclusion> holding() {
    Set<Conclusion> holding = new LinkedHashSet<>();
    for (ConclusionChange change : heard) {
      if (change.complete()) {
        holding.clear();
      }
      assertThat(holding).as("only what held can end").containsAll(change.ended());
      holding.removeAll(change.ended());
      assertThat(Collections.disjoint(holding, change.began()))
          .as("only what did not hold can begin")
          .isTrue();
      holding.addAll(change.began());
    }
    return holding;
  }

  private List<String> open() {
    return conditions(List.copyOf(holding()));
  }

  @Test
  void nothingIsSaidBeforeEachSafetyInputWasRead() {
    WardEngine engine = started(SHIPPED);
    for (Point point : facility.points()) {
      engine.accept(TestWard.restored(point, 0, now()));
    }
    time.advance(Duration.ofMillis(2900));
    assertThat(heard).isEmpty();
    for (Point point : facility.points()) {
      if (point.kind().safety()) {
        engine.accept(TestWard.good(point, 0, now()));
      }
    }
    assertThat(heard).hasSize(1);
    assertThat(heard.get(0).complete()).isTrue();
  }

  @Test
  void aPointThatStaysSilentHoldsItsWardUpForThreeSecondsOnly() {
    WardEngine engine = started(SHIPPED);
    time.advance(Duration.ofSeconds(10));
    Instant since = now().minusSeconds(60);
    for (Point point : facility.points()) {
      engine.accept(TestWard.restored(point, 0, since));
    }
    time.advance(Duration.ofSeconds(2));
    assertThat(heard).isEmpty();
    time.advance(SECOND);
    assertThat(heard).hasSize(1);
    assertThat(conditions(heard.get(0).began())).containsExactly("bed.exit");
  }

  // Rules are compiled for seconds while values wait. What is told first ends what it lacks.
  @Test
  void theFirstThingToldHoldsTheSilenceThatBeganBeforeTheRestart() {
    WardEngine engine = unstarted();
    for (int round = 0; round < 2; round++) {
      for (Point point : facility.points()) {
        engine.accept(TestWard.good(point, round, now()));
      }
    }
    Instant since = now().minusSeconds(600);
    engine.accept(new DeviceState("0-0-io", false, QualityReason.TIMEOUT, "", since));
    engine.start(SHIPPED, Set.of());

    assertThat(heard.get(0).complete()).isTrue();
    assertThat(heard.get(0).began())
        .filteredOn(Condition.class::isInstance)
        .extracting(c -> ((Condition) c).kind() + " " + ((Condition) c).since())
        .contains("device.silent " + since);
  }

  @Test
  void aDeviceOrLinkThatIsKnownNotToAnswerHoldsNothingUp() {
    WardEngine engine = started(SHIPPED);
    engine.accept(new DeviceState("0-0-io", false, QualityReason.NEVER_READ, "", now()));
    assertThat(heard).isEmpty();
    engine.accept(new LinkState("gateway-0", LinkState.Status.CONNECTING, now(), null, 0));
    assertThat(heard).isEmpty();
    engine.accept(new LinkState("gateway-0", LinkState.Status.DOWN, now(), null, 1));
    assertThat(heard).hasSize(1);
  }

  @Test
  void whatDoesNotChangeInTheEndIsNotTold() {
    WardEngine engine = settled(SHIPPED);
    heard.clear();
    set(engine, "bedroom.temperature", 21.5);
    engine.accept(TestWard.lost(point("bed.occupied"), 1, berlin("2026-11-22T02:00")));
    set(engine, "bathroom.light", 40);
    assertThat(heard).isEmpty();
  }

  @Test
  void aListenerThatComesLateHearsEverythingThatHolds() {
    WardEngine engine = settled(SHIPPED);
    set(engine, "bed.occupied", 0);
    List<ConclusionChange> late = new ArrayList<>();
    engine.attach(late::add);
    assertThat(late).hasSize(1);
    assertThat(late.get(0).complete()).isTrue();
    assertThat(late.get(0).began()).containsExactlyInAnyOrderElementsOf(holding());
  }

  @Test
  void aListenerThatThrowsKeepsNobodyElseFromHearing() {
    WardEngine engine = started(SHIPPED);
    engine.attach(
        change -> {
          throw new IllegalStateException("broken listener");
        });
    List<ConclusionChange> other = new ArrayList<>();
    engine.attach(other::add);
    facility.points().forEach(point -> engine.accept(TestWard.good(point, asleep(point), now())));
    set(engine, "bed.occupied", 0);
    assertThat(other).hasSize(2);
  }

  @Test
  void aDeadlinePassesWithinASecond() {
    WardEngine engine = settled(SHIPPED);
    set(engine, "bathroom.presence", 1);
    time.advance(Duration.ofMinutes(15).minus(SECOND));
    assertThat(open()).isEmpty();
    time.advance(SECOND);
    assertThat(open()).containsExactly("bathroom.dwell");
  }

  @Test
  void aWallClockSetForwardsIsNoticedWithinASecond() {
    WardEngine engine = settled(SHIPPED);
    set(engine, "bathroom.presence", 1);
    time.advance(Duration.ofMinutes(1));
    time.jump(Duration.ofHours(1));
    time.advance(SECOND);
    assertThat(open()).containsExactly("bathroom.dwell");
  }

  /** A resident must not lie on the floor for an hour longer because a clock was corrected. */
  @Test
  void aWallClockSetBackDelaysNothing() {
    WardEngine engine = settled(SHIPPED);
    set(engine, "bathroom.presence", 1);
    time.advance(Duration.ofMinutes(1));
    time.jump(Duration.ofHours(-1));
    time.advance(Duration.ofMinutes(14));
    assertThat(open()).containsExactly("bathroom.dwell");
    time.jump(Duration.ofHours(-1));
    time.advance(SECOND);
    assertThat(open()).as("what has passed stays passed").containsExactly("bathroom.dwell");
  }

  @Test
  void aShortPulseWithinOneBatchIsNotLost() {
    WardEngine engine = settled(SHIPPED);
    heard.clear();
    lanes
        .lane("ward-0")
        .execute(
            () -> {
              // All three wait in one batch, for the lane is busy with this task.
              set(engine, "bed.occupied", 0);
              set(engine, "bed.occupied", 1);
              set(engine, "bed.occupied", 0);
            });
    assertThat(heard.stream().map(c -> conditions(c.began()).size() - conditions(c.ended()).size()))
        .containsExactly(1, -1, 1);
  }

  @Test
  void aRuleThatThrowsIsTakenOutAndTheOthersGoOn(@TempDir Path dir) throws Exception {
    copyShipped(dir, "bed-exit");
    write(
        dir,
        "thrower",
        """
        rule "thrower" when Reading( kind == "bathroom.presence", on )
        then throw new IllegalStateException("bug"); end
        """);
    WardEngine engine = settled(RuleSet.compileUnchecked(RuleSources.read(dir)));
    set(engine, "bed.occupied", 0);
    set(engine, "bathroom.presence", 1);
    assertThat(held).containsExactly("rule.failed ward-0/thrower");
    assertThat(open()).containsExactly("bed.exit");
    set(engine, "bed.occupied", 1);
    assertThat(open()).isEmpty();
  }

  @Test
  void aRuleThatThrowsInItsConditionsIsFoundByTrial(@TempDir Path dir) throws Exception {
    copyShipped(dir, "bed-exit");
    write(
        dir,
        "thrower",
        """
        rule "thrower" when
          Reading( kind == "bathroom.presence", on, kind.substring(99) == "x" )
        then end
        """);
    WardEngine engine = settled(RuleSet.compileUnchecked(RuleSources.read(dir)));
    set(engine, "bathroom.presence", 1);
    set(engine, "bed.occupied", 0);
    assertThat(held).containsExactly("rule.failed ward-0/thrower");
    assertThat(open()).containsExactly("bed.exit");
  }

  @Test
  void aRuleThatFiresWithoutEndIsTakenOut(@TempDir Path dir) throws Exception {
    copyShipped(dir, "bed-exit");
    write(
        dir,
        "looper",
        """
        declare Count n : int end
        rule "begin" when Reading( kind == "bathroom.presence", on ) then insert(new Count(0)); end
        rule "again" when $c : Count( n >= 0 ) then modify($c) { setN($c.getN() + 1) } end
        """);
    WardEngine engine = settled(RuleSet.compileUnchecked(RuleSources.read(dir)));
    set(engine, "bathroom.presence", 1);
    set(engine, "bed.occupied", 0);
    assertThat(held).containsExactly("rule.failed ward-0/looper");
    assertThat(open()).containsExactly("bed.exit");
  }

  /** The virtual machine makes accessors for what is called often, and loads what they need. */
  @Test
  void rulesStayInServiceWhenTheyAreCalledOften() {
    WardEngine engine = settled(SHIPPED);
    for (int i = 0; i < 300; i++) {
      set(engine, "bed.occupied", i % 2);
      set(engine, "bathroom.presence", i % 2);
      set(engine, "window.open", i % 2);
      time.advance(SECOND);
    }
    assertThat(held).isEmpty();
  }

  /** Which of them fails is not known, so a mended set must bring all of them back. */
  @Test
  void rulesTakenOutTogetherComeBackWithAnotherSetOneTakenOutAloneOnlyWhenItsFileChanges(
      @TempDir Path dir) throws Exception {
    copyShipped(dir, "bed-exit");
    write(dir, "one", "rule \"x\" when Reading( kind == \"window.open\", on ) then end\n");
    RuleSet rules = RuleSet.compile(RuleSources.read(dir));
    WardEngine engine = settled(rules);
    engine.takeOut(rules, Set.of("rules.one"), "alone");
    engine.takeOut(rules, rules.byPackage().keySet(), "together");
    write(dir, "two", "rule \"y\" when Reading( kind == \"window.open\", on ) then end\n");
    engine.start(RuleSet.compile(RuleSources.read(dir)), Set.of());
    set(engine, "bed.occupied", 0);
    assertThat(open()).containsExactly("bed.exit");
    assertThat(held).containsExactly("rule.failed ward-0/one");
  }

  @Test
  void whatLastsIsCountedFromItsFirstReadingAlsoWhenRulesChange(@TempDir Path dir)
      throws IOException, RuleSetException {
    String drl =
        """
        package rules.warm
        import org.wardlight.api.alarm.AlarmClass;
        import org.wardlight.api.alarm.Reason;
        import org.wardlight.api.rule.Condition;
        import org.wardlight.api.rule.Lasting;
        import org.wardlight.api.rule.Onset;
        import org.wardlight.api.rule.Reading;
        rule "above"
        when Reading( kind == "bedroom.temperature", value > 25, $room : room, $since : since )
        then insertLogical( new Onset("warm", $room, $room, $since) ); end
        rule "lasts"
        when Lasting( kind == "warm", $room : room, $since : since )
        then insertLogical( new Condition("warm", AlarmClass.ADVISORY, $room, $room, $since,
            Reason.of("warm")) ); end
        """;
    Path file = Files.createDirectories(dir.resolve("warm")).resolve("warm.drl");
    Files.writeString(file, drl);
    WardEngine engine = settled(RuleSet.compile(RuleSources.read(dir)));
    time.advance(SECOND);
    Instant began = now();
    for (double celsius : new double[] {25.5, 26, 25.1}) {
      set(engine, "bedroom.temperature", celsius);
      time.advance(SECOND);
    }
    Files.writeString(file, drl + "// changed");
    engine.start(RuleSet.compile(RuleSources.read(dir)), Set.of());
    assertThat(holding()).singleElement().extracting(c -> ((Condition) c).since()).isEqualTo(began);
    set(engine, "bedroom.temperature", 25);
    assertThat(holding()).isEmpty();
    set(engine, "bedroom.temperature", 27);
    Instant again = now();
    assertThat(holding()).singleElement().extracting(c -> ((Condition) c).since()).isEqualTo(again);
    // A rule that no longer asks leaves nothing behind.
    Files.writeString(file, drl.replace("value > 25", "value > 30"));
    engine.start(RuleSet.compile(RuleSources.read(dir)), Set.of());
    assertThat(holding()).isEmpty();
  }

  private static void copyShipped(Path dir, String rule) throws IOException {
    Files.createDirectories(dir.resolve(rule));
    Files.copy(
        ShippedRules.DIRECTORY.resolve(rule).resolve(rule + ".drl"),
        dir.resolve(rule).resolve(rule + ".drl"));
  }

  static void write(Path dir, String rule, String body) throws IOException {
    Files.createDirectories(dir.resolve(rule));
    Files.writeString(
        dir.resolve(rule).resolve(rule + ".drl"),
        "package rules." + rule + "\nimport org.wardlight.api.rule.Reading;\n" + body);
  }

  /**
   * Drools by itself keeps each match of a rule with a single pattern that ended when its fact was
   * updated: too little to notice in a day, and for ever.
   */
  @Test
  void matchesThatAreOverAreForgotten() throws Exception {
    WardEngine engine = settled(SHIPPED);
    long before = matches();
    for (int i = 0; i < 1_000; i++) {
      time.advance(SECOND);
      set(engine, "bathroom.presence", i % 2);
      set(engine, "bed.occupied", i % 2);
    }
    assertThat(matches() - before).isLessThan(100);
  }

  /** Matches in the heap, after a full collection. */
  private static long matches() throws Exception {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {null},
                    new String[] {String[].class.getName()});
    return histogram
        .lines()
        .filter(line -> line.contains("RuleTerminalNodeLeftTuple"))
        .map(Pattern.compile("^\\s*\\d+:\\s+(\\d+)")::matcher)
        .filter(Matcher::find)
        .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
        .sum();
  }
}
