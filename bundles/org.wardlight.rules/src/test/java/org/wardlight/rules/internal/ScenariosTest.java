package org.wardlight.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules that are shipped do what their scenarios say, and speak every language. */
class ScenariosTest {
  @TestFactory
  Stream<DynamicTest> shippedRules() throws RuleSetException {
    Map<String, List<String>> results =
        new ScenarioRunner(ShippedRules.COMPILED, RuleTextFiles.read(ShippedRules.DIRECTORY)).run();
    return results.entrySet().stream()
        .map(
            result ->
                DynamicTest.dynamicTest(
                    result.getKey(), () -> assertThat(result.getValue()).isEmpty()));
  }

  /** A rule without its three scenarios is not tested enough to be shipped. */
  @Test
  void everyShippedRuleHasAtLeastThreeScenarios() throws RuleSetException {
    for (RuleFiles rule : RuleFiles.in(ShippedRules.DIRECTORY)) {
      assertThat(Scenario.of(rule)).as(rule.name()).hasSizeGreaterThanOrEqualTo(3);
    }
  }
}
