package org.wardlight.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small share of what {@code ./wardlight soak rules} does. */
class RuleSoakTest {
  /** Generous, for the builds of others may keep this machine busy; the soak is strict. */
  private static final double LATEST_MILLIS = 10_000;

  @TempDir Path directory;
  @TempDir Path kept;

  @Test
  void rulesChangeAndFilesAreSpoiltWhileResidentsLeaveTheirBedsAndNoAlarmNotices()
      throws Exception {
    try (RulesAtWork work = new RulesAtWork(directory, kept, List.of("bed-exit"))) {
      RuleSoak soak = new RuleSoak(directory, work, 1);
      soak.reload(12);
      soak.spoil(BadRules.values().length);
      RulesAtWork.Balance balance = work.settle();
      assertThat(soak.failures()).isEmpty();
      assertThat(balance.mistakes()).isEmpty();
      assertThat(balance.alarms()).isGreaterThan(20);
      assertThat(balance.longestMillis()).isLessThan(LATEST_MILLIS);
    }
  }
}
