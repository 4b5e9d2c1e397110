package org.wardlight.rules.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ways to spoil a rule's files of which every one must be refused, each in another place. */
enum BadRules {
  SYNTAX(".drl", true, "(?m)^(when|then|end)$", "$1x"),
  PARENTHESIS(".drl", true, "(?m)\\)$", ""),
  UNKNOWN_FIELD(".drl", true, "kind == \"", "colour == 1, kind == \""),
  UNKNOWN_FACT(".drl", true, "(?m)^  (Reading|ResidentFacts|Daytime|DeviceFacts)\\(", "  Readin("),
  FORBIDDEN_IMPORT(".drl", true, "(?m)^import ", "import java.io.File;\nimport "),
  FORBIDDEN_WORD(".drl", true, "(?m)^then$", "then\n  System.exit(0);"),
  WRONG_PACKAGE(".drl", true, "^package rules\\.", "package other."),
  FAILING_SCENARIO(
      ".scenarios.yaml", true, "expect: \\[", "expect: [condition x call y since 01:00, "),
  UNKNOWN_STEP(".scenarios.yaml", false, "- \\{at:", "- {when:"),
  BROKEN_SCENARIOS(".scenarios.yaml", true, "(?m)^  steps:$", "  steps: {{"),
  NO_SCENARIOS(".scenarios.yaml", false, "(?s)^.*$", ""),
  MISSING_TEXT(".texts.yaml", false, "(?m)^  [a-z]+\\..*\n", ""),
  MISSING_LANGUAGE(".texts.yaml", false, "(?m)^zh-CN:$", "de-AT:"),
  BROKEN_TEXTS(".texts.yaml", true, "(?m)^de:$", "de: ]"),
  EMPTY(".drl", false, "(?s)^.*$", ""),
  DEEP(".drl", false, "kind == \"", "(".repeat(20_000) + "kind == \""),
  HUGE(".drl", false, "(?s)^(.*)$", "$1// " + "x".repeat(1 << 20)),
  GARBAGE("", false, "", "");

  private final String file;
  private final boolean line;
  private final Pattern place;
  private final String other;

  BadRules(String file, boolean line, String place, String other) {
    this.file = file;
    this.line = line;
    this.place = Pattern.compile(place);
    this.other = other;
  }

  /** Spoils a file of one of the rules in a directory; returns which, to be put right later. */
  Path spoil(Path directory, Random random) throws IOException {
    RuleSources good = RulesAtWork.read(directory);
    List<String> fitting = good.texts().keySet().stream().filter(p -> p.endsWith(file)).toList();
    for (int tries = 0; tries < 1_000; tries++) {
      String name = fitting.get(random.nextInt(fitting.size()));
      Path path = directory.resolve(name);
      if (this == GARBAGE) {
        byte[] bytes = new byte[1 + random.nextInt(4_096)];
        random.nextBytes(bytes);
        Files.write(path, bytes);
        return path;
      }
      String text = good.texts().getOrDefault(name, "");
      String spoilt = spoil(text, random);
      if (!spoilt.equals(text)) {
        Files.write(path, spoilt.getBytes(StandardCharsets.UTF_8));
        return path;
      }
    }
    throw new IllegalStateException("no file to spoil with " + title());
  }

  private String spoil(String text, Random random) {
    List<Integer> places = new ArrayList<>();
    Matcher all = place.matcher(text);
    while (all.find()) {
      places.add(all.start());
    }
    if (places.isEmpty()) {
      return text;
    }
    int at = places.get(random.nextInt(places.size()));
    Matcher one = place.matcher(text);
    StringBuilder out = new StringBuilder();
    while (one.find()) {
      one.appendReplacement(out, one.start() == at ? other : Matcher.quoteReplacement(one.group()));
    }
    return one.appendTail(out).toString();
  }

  /** Whether a refusal must say the line. */
  boolean hasLine() {
    return line;
  }

  /** Whether a refusal must say the scenario. */
  boolean hasScenario() {
    return this == FAILING_SCENARIO;
  }

  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
