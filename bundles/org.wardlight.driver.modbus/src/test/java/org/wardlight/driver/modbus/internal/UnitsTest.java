package org.wardlight.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnitsTest {
  private static final long MS = 1_000_000;
  private final Units units = new Units();
  private long now;

  /** One that was sent after the timeout before. */
  private boolean timedOut(int unit, Set<Integer> watched) {
    long sent = now;
    now += MS;
    units.failed(unit, now);
    return units.timedOut(watched, sent, now);
  }

  @Test
  void aSilentUnitIsProbedEverMoreRarelyAndSoonEnoughToBeBackInFiveSeconds() {
    units.failed(1, 0);
    List<Long> delays = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      long since = now;
      while (!units.probeDue(1, now)) {
        now += 10 * MS;
      }
      delays.add((now - since) / MS);
      units.probe(1, now);
      assertThat(units.probeDue(1, now)).as("one probe at a time").isFalse();
      units.failed(1, now);
    }
    assertThat(delays).containsExactly(250L, 500L, 1_000L, 2_000L, 3_500L, 3_500L, 3_500L);
  }

  @Test
  void anAnswerEndsTheSilenceOfItsUnitOnly() {
    units.failed(1, 0);
    units.failed(2, 0);
    assertThat(units.answered(1)).as("it was silent").isTrue();
    assertThat(units.answered(3)).isFalse();
    assertThat(units.silent(1)).isFalse();
    assertThat(units.silent(2)).isTrue();
    assertThat(units.probeDue(2, 1)).isFalse();
  }

  @Test
  void threeTimeoutsOfTheOnlyUnitMeanAHungConnection() {
    Set<Integer> watched = Set.of(1);
    assertThat(timedOut(1, watched)).isFalse();
    assertThat(timedOut(1, watched)).isFalse();
    assertThat(timedOut(1, watched)).isTrue();
  }

  @Test
  void deadUnitsAmongLiveOnesDoNotTakeTheConnectionDown() {
    Set<Integer> watched = Set.of(1, 2, 3, 4);
    for (int unit = 1; unit <= 3; unit++) {
      timedOut(unit, watched);
      units.answered(4);
    }
    for (int i = 0; i < 10; i++) {
      assertThat(timedOut(1 + i % 3, watched)).isFalse();
    }
  }

  @Test
  void halfOfALineThatFallsSilentIsNoHungConnectionUnlessNobodyAnswersForFiveSeconds() {
    Set<Integer> watched = Set.of(1, 2, 3, 4, 5);
    for (int unit = 1; unit <= 4; unit++) {
      assertThat(timedOut(unit, watched)).isFalse();
    }
    now = Units.LONGEST_SILENCE.toNanos() - 2 * MS;
    assertThat(timedOut(1, watched)).isFalse();
    assertThat(timedOut(1, watched)).isTrue();
  }

  @Test
  void afterAReconnectEveryUnitIsAskedAtOnce() {
    units.failed(1, 0);
    units.reconnected(1);
    assertThat(units.probeDue(1, 1)).isTrue();
  }

  @Test
  void requestsThatWereUnderWayTogetherCountAsOneTimeout() {
    Set<Integer> watched = Set.of(1, 2, 3);
    for (int unit = 1; unit <= 3; unit++) {
      units.failed(unit, 10);
      assertThat(units.timedOut(watched, unit, 10)).isFalse();
    }
    units.failed(1, 30);
    assertThat(units.timedOut(watched, 20, 30)).isFalse();
    units.failed(2, 50);
    assertThat(units.timedOut(watched, 40, 50)).isTrue();
  }

  @Test
  void aProbeThatWaitsInABusyTimeIsPressingAfterASecondButOnlyOneASecond() {
    units.failed(1, 0);
    units.failed(2, 0);
    assertThat(units.probePressing(1, 1_249 * MS)).isFalse();
    assertThat(units.probePressing(1, 1_250 * MS)).isTrue();
    units.probe(1, 1_250 * MS);
    assertThat(units.probePressing(2, 2_249 * MS)).isFalse();
    assertThat(units.probePressing(2, 2_250 * MS)).isTrue();
  }

  @Test
  void whoFallsSilentPutsTheOthersOnAlertForTwoSeconds() {
    assertThat(units.alert(0)).isFalse();
    units.failed(1, 0);
    assertThat(units.alert(1_999 * MS)).isTrue();
    units.failed(1, 1_000 * MS);
    assertThat(units.alert(2_000 * MS)).as("a probe in vain is nothing new").isFalse();
  }
}
