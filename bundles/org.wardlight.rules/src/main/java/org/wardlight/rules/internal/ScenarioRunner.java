package org.wardlight.rules.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.rule.Conclusion;
import org.wardlight.api.rule.Condition;
import org.wardlight.api.rule.Deadline;
import org.wardlight.api.rule.Desired;
import org.wardlight.api.rule.RuleProblem;
import org.wardlight.api.rule.Stage;

/**
 * Plays the scenarios that lie beside the rules, in virtual time, each rule by itself, and checks
 * that everything a rule said in them, and every text it brings along, is there in every language.
 */
final class ScenarioRunner {
  private final RuleSet rules;
  private final RuleTextFiles texts;
  private volatile RuleProblem where = new RuleProblem("", 0, "", "");

  ScenarioRunner(RuleSet rules, RuleTextFiles texts) {
    this.rules = rules;
    this.texts = texts;
  }

  /** Plays every scenario of this rule; returns what went wrong. */
  List<RuleProblem> run(RuleFiles rule) {
    if (rule.scenarios().isBlank()) {
      return List.of(new RuleProblem(rule.scenariosPath(), 0, "", "there are no scenarios"));
    }
    List<RuleProblem> problems = new ArrayList<>();
    try {
      Set<Conclusion> said = new HashSet<>();
      for (Scenario scenario : Scenario.of(rule)) {
        for (String failure : play(scenario, rule, said)) {
          problems.add(new RuleProblem(where.file(), where.line(), where.scenario(), failure));
        }
      }
      for (String missing : missingTexts(said, RuleTextFiles.keys(rule))) {
        problems.add(new RuleProblem(rule.textsPath(), 0, "", missing));
      }
    } catch (RuleSetException e) {
      problems.addAll(e.problems());
    }
    return problems;
  }

  /** What is being played, for a thread that watches. */
  RuleProblem where() {
    return where;
  }

  private List<String> play(Scenario scenario, RuleFiles rule, Set<Conclusion> said) {
    int line = Scenario.lineOf(rule, scenario.name());
    where = new RuleProblem(rule.scenariosPath(), line, scenario.name(), "");
    try {
      ScenarioPlay play = new ScenarioPlay(scenario, rules, rules.allBut(rule.packageName()));
      List<String> failures = play.play();
      said.addAll(play.said());
      return failures;
    } catch (IllegalArgumentException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private List<String> missingTexts(Set<Conclusion> said, Set<String> keys) {
    Set<String> missing = new TreeSet<>();
    if (said.isEmpty()) {
      missing.add("no scenario in which the rule says anything");
    }
    for (String language : RuleTextFiles.LANGUAGES) {
      Map<String, String> known = texts.in(language);
      for (String key : keys) {
        check(missing, language, known, key);
      }
      for (Conclusion conclusion : said) {
        if (conclusion instanceof Condition condition) {
          check(missing, language, known, "alarm." + condition.kind(), Set.of());
          check(missing, language, known, condition.reason());
        } else if (conclusion instanceof Desired desired) {
          check(missing, language, known, desired.reason());
        } else if (!(conclusion instanceof Deadline || conclusion instanceof Stage)) {
          throw new IllegalStateException("unknown conclusion " + conclusion);
        }
      }
    }
    return new ArrayList<>(missing);
  }

  private static void check(
      Set<String> missing, String language, Map<String, String> known, Reason reason) {
    check(missing, language, known, "reason." + reason.key(), reason.args().keySet());
  }

  private static void check(
      Set<String> missing,
      String language,
      Map<String, String> known,
      String key,
      Set<String> arguments) {
    String text = check(missing, language, known, key);
    if (text == null) {
      return;
    }
    String rest = text;
    for (String argument : arguments) {
      rest = rest.replace("{" + argument + "}", "");
    }
    if (rest.contains("{")) {
      missing.add(language + " " + key + " names an argument that the rule does not give: " + text);
    }
  }

  private static @Nullable String check(
      Set<String> missing, String language, Map<String, String> known, String key) {
    String text = known.get(key);
    if (text == null) {
      missing.add(language + " lacks " + key);
    }
    return text;
  }
}
