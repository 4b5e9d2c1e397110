package org.wardlight.rules.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.rule.RuleProblem;
import org.wardlight.api.rule.RuleSetInfo;
import org.wardlight.api.rule.RuleSets.Outcome;

/**
 * Changes rules again and again while wards are at work: {@code RuleSoak [RELOADS] [SEED]}, and
 * half as many times spoils a file. Exit code 1 if an alarm was lost, invented, raised twice or
 * ended without reason, or came later than {@link #LATEST_MILLIS}, or if what was spoilt was taken
 * or not named.
 */
public final class RuleSoak {
  /**
   * How long after the change of a fact its alarm may come at the latest, rules changing or not.
   */
  static final double LATEST_MILLIS = 2_000;

  private final Path directory;
  private final RulesAtWork work;
  private final Random random;
  private final List<String> failures = new ArrayList<>();

  RuleSoak(Path directory, RulesAtWork work, long seed) {
    this.directory = directory;
    this.work = work;
    random = new Random(seed);
  }

  /** Starts it. */
  public static void main(String[] args) throws Exception {
    int reloads = args.length > 0 ? Integer.parseInt(args[0]) : 200;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
    Path directory = Files.createTempDirectory("wardlight-rules-");
    boolean good;
    try (RulesAtWork work =
        new RulesAtWork(
            directory.resolve("rules"),
            directory.resolve("kept"),
            RulesAtWork.read(ShippedRules.DIRECTORY).rules().stream()
                .map(RuleFiles::name)
                .toList())) {
      RuleSoak soak = new RuleSoak(directory.resolve("rules"), work, seed);
      soak.reload(reloads);
      soak.spoil(reloads / 2);
      good = soak.report(System.out, reloads, reloads / 2);
    }
    try (Stream<Path> left = Files.walk(directory)) {
      for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
    System.exit(good ? 0 : 1);
  }

  /** Changes that change nothing for who left a bed: a remark, a rule more, a rule less. */
  void reload(int times) throws IOException {
    Path extra = directory.resolve("soak");
    for (int i = 0; i < times; i++) {
      switch (i % 4) {
        case 0 -> remark("bed-exit/bed-exit.drl", "// ", i);
        case 1 -> extra(extra);
        case 2 -> remark("bed-exit/bed-exit.scenarios.yaml", "# ", i);
        default -> remove(extra);
      }
      RuleSetInfo before = work.shelf().running();
      Outcome outcome = work.reload();
      RuleSetInfo after = work.shelf().running();
      if (!(outcome instanceof Outcome.Done) || number(after) == number(before)) {
        failures.add("change " + i + " was not taken: " + work.shelf().refused());
      }
    }
  }

  private static long number(@Nullable RuleSetInfo info) {
    return info == null ? 0 : info.number();
  }

  private void remark(String name, String begin, int number) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, Files.readString(file) + "\n" + begin + "change " + number + "\n");
  }

  private static void extra(Path to) throws IOException {
    Files.createDirectories(to);
    Files.writeString(to.resolve("soak.drl"), EXTRA);
    Files.writeString(to.resolve("soak.scenarios.yaml"), EXTRA_SCENARIO);
    String texts = "{alarm.soak: x, reason.soak: x}\n";
    Files.writeString(
        to.resolve("soak.texts.yaml"), "en: " + texts + "de: " + texts + "zh-CN: " + texts);
  }

  private static void remove(Path from) throws IOException {
    for (String kind : List.of(".drl", ".scenarios.yaml", ".texts.yaml")) {
      Files.delete(from.resolve("soak" + kind));
    }
    Files.delete(from);
  }

  /**
   * Spoils a file in each way in turn; each must be refused by name, and be forgotten when mended.
   */
  void spoil(int times) throws IOException {
    Iterator<BadRules> ways = Stream.generate(BadRules::values).flatMap(Arrays::stream).iterator();
    for (int i = 0; i < times; i++) {
      BadRules way = ways.next();
      RuleSetInfo before = work.shelf().running();
      RuleSources good = RulesAtWork.read(directory);
      Path file = way.spoil(directory, random);
      Outcome outcome = work.reload();
      RuleSetInfo refused = work.shelf().refused();
      String wrong = wrong(way, String.valueOf(directory.relativize(file)), outcome, refused);
      if (!wrong.isEmpty()) {
        failures.add(way.title() + " in " + file + ": " + wrong);
      }
      good.writeTo(directory);
      if (!(work.reload() instanceof Outcome.Done)
          || work.shelf().refused() != null
          || number(work.shelf().running()) != number(before)) {
        failures.add(way.title() + " in " + file + ": still refused when mended, or replaced");
      }
    }
  }

  private static String wrong(
      BadRules way, String file, Outcome outcome, @Nullable RuleSetInfo refused) {
    if (!outcome.equals(new Outcome.NotAllowed("refused")) || refused == null) {
      return "taken";
    }
    for (RuleProblem problem : refused.problems()) {
      if (problem.file().equals(file)
          && (!way.hasLine() || problem.line() > 0)
          && (!way.hasScenario() || !problem.scenario().isEmpty())) {
        return "";
      }
    }
    return "refused without its place: " + refused.problems();
  }

  List<String> failures() {
    return failures;
  }

  private boolean report(PrintStream out, int reloads, int spoilt) throws InterruptedException {
    RulesAtWork.Balance balance = work.settle();
    failures.addAll(balance.mistakes());
    failures.forEach(failure -> out.println("  " + failure));
    boolean late = balance.longestMillis() > LATEST_MILLIS;
    out.printf(
        "%d changes of rules, %d spoilt files, %,d changes of facts, %,d alarms%nchange of a fact"
            + " to its alarm or its end: p50 %.2f ms, p99 %.2f ms, longest %.1f ms%s%n%d passed, %d"
            + " failed%n",
        reloads,
        spoilt,
        balance.changes(),
        balance.alarms(),
        balance.p50Millis(),
        balance.p99Millis(),
        balance.longestMillis(),
        late ? ": too late" : "",
        reloads + spoilt - Math.min(failures.size(), reloads + spoilt),
        failures.size() + (late ? 1 : 0));
    return failures.isEmpty() && !late;
  }

  private static final String EXTRA =
      """
      package rules.soak
      import org.wardlight.api.alarm.AlarmClass;
      import org.wardlight.api.alarm.Reason;
      import org.wardlight.api.rule.Condition;
      import org.wardlight.api.rule.Reading;
      rule "soak"
      when
        Reading( kind == "window.open", on, $r : room, $s : space, $i : since )
      then
        insertLogical( new Condition("soak", AlarmClass.ADVISORY, $r, $s, $i, Reason.of("soak")) );
      end
      """;
  private static final String EXTRA_SCENARIO =
      """
      - name: open
        start: "2026-11-22T02:00"
        given: {window.open: 0}
        steps:
          - {at: "02:01", set: {window.open: 1}, expect: [condition soak advisory 101/bedroom since 02:01]}
      """;
}
