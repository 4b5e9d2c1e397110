package org.wardlight.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules that are shipped do what their scenarios say, and speak every language. */
class ScenariosTest {
  @TestFactory
  Stream<DynamicTest> shippedRules() throws RuleSetException {
    RuleSet rules = ShippedRules.COMPILED;
    ScenarioRunner runner = new ScenarioRunner(rules, RuleTextFiles.read(rules.sources()));
    return rules.byPackage().values().stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(rule.name(), () -> assertThat(runner.run(rule)).isEmpty()));
  }

  /** A rule without its three scenarios is not tested enough to be shipped. */
  @Test
  void everyShippedRuleHasAtLeastThreeScenarios() throws RuleSetException {
    for (RuleFiles rule : ShippedRules.COMPILED.sources().rules()) {
      assertThat(Scenario.of(rule)).as(rule.name()).hasSizeGreaterThanOrEqualTo(3);
    }
  }
}
