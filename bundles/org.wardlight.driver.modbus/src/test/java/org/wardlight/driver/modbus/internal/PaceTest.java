package org.wardlight.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long MS = 1_000_000;
  private final Pace pace = pace(null);

  private static Pace pace(@Nullable Duration given) {
    return new Pace(Duration.ofSeconds(1), Duration.ofMillis(25), given);
  }

  private void answers(int unit, int times, long millis) {
    for (int i = 0; i < times; i++) {
      pace.answered(unit, millis * MS);
    }
  }

  @Test
  void aUnitIsGivenTheWholeTimeoutUntilSomebodyWasMeasured() {
    assertThat(pace.usualNanos(1)).isEqualTo(1_000 * MS);
    assertThat(pace.patienceNanos(1)).isEqualTo(1_000 * MS);
  }

  @Test
  void aSteadyUnitIsGivenTwiceItsRoundTripYetNeverLessThanTheLeast() {
    answers(1, 100, 60);
    assertThat(pace.usualNanos(1) / MS).isEqualTo(120);
    answers(2, 100, 1);
    assertThat(pace.usualNanos(2) / MS).isEqualTo(25);
  }

  // Else a unit that became slow would be given too little for ever.
  @Test
  void oneLateAnswerIsEnoughToBeWaitedForTheNextTime() {
    answers(1, 100, 10);
    answers(1, 1, 200);
    assertThat(pace.usualNanos(1)).isGreaterThan(200 * MS);
  }

  @Test
  void aUnitThatNeverAnsweredIsTakenForTheSlowest() {
    answers(1, 100, 5);
    answers(2, 100, 80);
    assertThat(pace.patienceNanos(3) / MS).isEqualTo(160);
    assertThat(pace.usualNanos(3)).as("unless it may be alive").isEqualTo(1_000 * MS);
  }

  @Test
  void nobodyIsGivenMoreThanTheTimeout() {
    answers(1, 100, 900);
    assertThat(pace.usualNanos(1)).isEqualTo(1_000 * MS);
  }

  @Test
  void whatIsGivenTakesThePlaceOfWhatIsMeasured() {
    Pace given = pace(Duration.ofMillis(10));
    given.answered(1, 500 * MS);
    assertThat(given.usualNanos(1)).isEqualTo(10 * MS);
    assertThat(given.patienceNanos(2)).isEqualTo(10 * MS);
  }

  @Test
  void unitsThatAreNotWatchedAnyMoreAreForgotten() {
    answers(1, 1, 10);
    pace.retain(Set.of(2));
    assertThat(pace.patienceNanos(1)).isEqualTo(1_000 * MS);
  }
}
