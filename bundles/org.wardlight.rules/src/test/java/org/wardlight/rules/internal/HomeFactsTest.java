package org.wardlight.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wardlight.api.rule.HomeFacts;
import org.wardlight.api.rule.ResidentFacts;
import org.wardlight.api.space.CareLevel;
import org.wardlight.api.space.CarePlan;
import org.wardlight.api.space.CarePlan.Range;
import org.wardlight.api.space.Watch;

/** Of several residents of a room the one who needs more care is heard. */
class HomeFactsTest {
  private static final ResidentFacts FRAIL = resident(10, 15, 60, false, 22, 20, new Range(18, 26));
  private static final ResidentFacts SPRY = resident(30, 45, 20, true, 20, 18, new Range(14, 24));

  private static ResidentFacts resident(
      int limitByDay,
      int limitByNight,
      int light,
      boolean pathLight,
      int comfortByDay,
      int comfortByNight,
      Range bearable) {
    CarePlan usual = TestWard.PLAN;
    CarePlan plan =
        new CarePlan(
            Duration.ofMinutes(limitByDay),
            Duration.ofMinutes(limitByNight),
            Watch.OFF,
            Watch.OFF,
            pathLight,
            comfortByDay,
            comfortByNight,
            usual.outOfBedLimitNight(),
            usual.pathLimitNight(),
            light,
            usual.risesBy(),
            Watch.OFF,
            Watch.OFF,
            usual.heartRate(),
            usual.breathingRate(),
            bearable);
    return new ResidentFacts("r", "101", "101/bed", CareLevel.NURSING, plan, true, Instant.EPOCH);
  }

  @Test
  void theStricterLimitOfEachKindCounts() {
    HomeFacts together = new HomeFacts("101", true, Duration.ofMinutes(15), 60, true, 20, 18, 24);
    assertThat(HomeFacts.of(List.of(FRAIL, SPRY))).isEqualTo(together);
    assertThat(HomeFacts.of(List.of(SPRY, FRAIL))).isEqualTo(together);
  }

  @Test
  void whoLivesAloneIsHeardAlone() {
    assertThat(HomeFacts.of(List.of(SPRY)))
        .isEqualTo(new HomeFacts("101", false, Duration.ofMinutes(45), 20, true, 18, 14, 24));
  }

  @Test
  void whereNobodyLivesNothingWasAgreed() {
    assertThatThrownBy(() -> HomeFacts.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
