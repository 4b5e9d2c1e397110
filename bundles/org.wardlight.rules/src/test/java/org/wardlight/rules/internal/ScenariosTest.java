package org.wardlight.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules that are shipped do what their scenarios say, and speak every language. */
class ScenariosTest {
  static final Path RULES = Path.of("../../rules-drl");

  @TestFactory
  Stream<DynamicTest> shippedRules() throws RuleSetException {
    Map<String, List<String>> results = ScenarioRunner.of(RULES).run();
    return results.entrySet().stream()
        .map(
            result ->
                DynamicTest.dynamicTest(
                    result.getKey(), () -> assertThat(result.getValue()).isEmpty()));
  }

  /** A rule without its three scenarios is not tested enough to be shipped. */
  @Test
  void everyShippedRuleHasAtLeastThreeScenarios() throws RuleSetException {
    for (RuleFiles rule : RuleFiles.in(RULES)) {
      assertThat(Scenario.of(rule)).as(rule.name()).hasSizeGreaterThanOrEqualTo(3);
    }
  }
}
