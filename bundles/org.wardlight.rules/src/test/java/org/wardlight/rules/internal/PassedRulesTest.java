package org.wardlight.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Told apart by a scenario that fails: where it is not played, the rules are taken. */
class PassedRulesTest {
  private static final String SCENARIOS = "bed-exit/bed-exit.scenarios.yaml";

  @TempDir Path directory;
  private RuleSources wrong;
  private Path file;

  @BeforeEach
  void writeWhatPassed() throws Exception {
    RuleSources shipped = RuleSources.read(ShippedRules.DIRECTORY);
    String scenarios = shipped.texts().getOrDefault(SCENARIOS, "");
    wrong = shipped.with(Map.of(SCENARIOS, scenarios.replace("bed.exit urgent", "bed.exit call")));
    file = directory.resolve("passed");
    Set<String> keys = new TreeSet<>();
    wrong.rules().forEach(rule -> keys.add(RuleJudge.key(rule)));
    PassedRules.write(file, "this engine", keys);
  }

  private RuleSet judge(RuleSources sources, String engine) throws Exception {
    RuleJudge judge = new RuleJudge(thread -> 0);
    judge.hasPassed(PassedRules.read(file, engine));
    return judge.judge(sources);
  }

  @Test
  void whatPassedWithThisEngineIsNotPlayedAgain() throws Exception {
    assertThat(judge(wrong, "this engine").byPackage()).containsKey("rules.bed_exit");
  }

  @Test
  void withAnotherEngineOrNoneItIsPlayed() {
    for (String engine : Set.of("another engine", "")) {
      assertThatThrownBy(() -> judge(wrong, engine))
          .isInstanceOf(RuleSetException.class)
          .hasMessageContaining(SCENARIOS);
    }
  }

  @Test
  void aRuleWithAnotherFileIsPlayed() {
    RuleSources other =
        wrong.with(Map.of(SCENARIOS, wrong.texts().get(SCENARIOS) + "# another remark\n"));
    assertThatThrownBy(() -> judge(other, "this engine"))
        .isInstanceOf(RuleSetException.class)
        .hasMessageContaining(SCENARIOS);
  }

  @Test
  void withoutTheFileEverythingIsPlayed() {
    assertThat(PassedRules.read(directory.resolve("none"), "this engine")).isEmpty();
  }

  @Test
  void outsideAContainerThereIsNoEngineToTrust() {
    assertThat(PassedRules.engine()).isEmpty();
  }
}
