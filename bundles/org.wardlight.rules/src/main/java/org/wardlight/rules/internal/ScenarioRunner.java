package org.wardlight.rules.internal;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.rule.Conclusion;
import org.wardlight.api.rule.Condition;
import org.wardlight.api.rule.Deadline;
import org.wardlight.api.rule.Desired;

/**
 * Plays the scenarios that lie beside the rules, in virtual time, each rule by itself, and checks
 * that everything a rule said in them has words in every language.
 */
final class ScenarioRunner {
  private final RuleSet rules;
  private final RuleTextFiles texts;

  ScenarioRunner(RuleSet rules, RuleTextFiles texts) {
    this.rules = rules;
    this.texts = texts;
  }

  /**
   * Plays everything.
   *
   * @return what went wrong, by "rule: scenario"; an empty list for what went well
   */
  Map<String, List<String>> run() {
    Map<String, List<String>> results = new LinkedHashMap<>();
    for (RuleFiles rule : rules.byPackage().values()) {
      if (!Files.exists(rule.scenarios())) {
        results.put(rule.name(), List.of("there is no " + rule.scenarios()));
        continue;
      }
      try {
        runRule(rule, results);
      } catch (RuleSetException e) {
        results.put(rule.name(), List.of(String.valueOf(e.getMessage())));
      }
    }
    return results;
  }

  private void runRule(RuleFiles rule, Map<String, List<String>> results) throws RuleSetException {
    Set<Conclusion> said = new HashSet<>();
    for (Scenario scenario : Scenario.of(rule)) {
      ScenarioPlay play = new ScenarioPlay(scenario, rules, rules.allBut(rule.packageName()));
      results.put(rule.name() + ": " + scenario.name(), play.play());
      said.addAll(play.said());
    }
    results.put(rule.name() + ": texts", missingTexts(said));
  }

  private List<String> missingTexts(Set<Conclusion> said) {
    Set<String> missing = new TreeSet<>();
    if (said.isEmpty()) {
      missing.add("no scenario in which the rule says anything");
    }
    for (String language : RuleTextFiles.LANGUAGES) {
      Map<String, String> known = texts.in(language);
      for (Conclusion conclusion : said) {
        if (conclusion instanceof Condition condition) {
          check(missing, language, known, "alarm." + condition.kind(), Set.of());
          check(missing, language, known, condition.reason());
        } else if (conclusion instanceof Desired desired) {
          check(missing, language, known, desired.reason());
        } else if (!(conclusion instanceof Deadline)) {
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
    String text = known.get(key);
    if (text == null) {
      missing.add(language + " lacks " + key);
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
}
