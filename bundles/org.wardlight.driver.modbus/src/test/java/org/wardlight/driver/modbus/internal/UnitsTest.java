package org.wardlight.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnitsTest {
  private static final long MS = 1_000_000;
  private final Units units = new Units();

  @Test
  void aSilentUnitIsProbedEverMoreRarelyAndSoonEnoughToBeBackInFiveSeconds() {
    units.failed(1, 0);
    List<Long> delays = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < 7; i++) {
      long since = now;
      while (!units.ask(1, now)) {
        now += 10 * MS;
      }
      delays.add((now - since) / MS);
      assertThat(units.ask(1, now)).as("one probe at a time").isFalse();
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
    assertThat(units.ask(1, 1)).isTrue();
    assertThat(units.ask(2, 1)).isFalse();
  }

  @Test
  void threeTimeoutsOfTheOnlyUnitMeanAHungConnection() {
    Set<Integer> watched = Set.of(1);
    assertThat(units.timedOut(units.failed(1, 0), watched)).isFalse();
    assertThat(units.timedOut(units.failed(1, 0), watched)).isFalse();
    assertThat(units.timedOut(units.failed(1, 0), watched)).isTrue();
  }

  @Test
  void deadUnitsAmongLiveOnesDoNotTakeTheConnectionDown() {
    Set<Integer> watched = Set.of(1, 2, 3, 4);
    for (int unit = 1; unit <= 3; unit++) {
      units.timedOut(units.failed(unit, 0), watched);
      units.answered(4);
    }
    for (int i = 0; i < 10; i++) {
      assertThat(units.timedOut(units.failed(1 + i % 3, 0), watched)).isFalse();
    }
  }

  @Test
  void threeUnitsThatFallSilentInARowMeanAHungConnection() {
    Set<Integer> watched = Set.of(1, 2, 3, 4);
    units.answered(4);
    assertThat(units.timedOut(units.failed(1, 0), watched)).isFalse();
    assertThat(units.timedOut(units.failed(2, 0), watched)).isFalse();
    assertThat(units.timedOut(units.failed(3, 0), watched)).isTrue();
  }

  @Test
  void afterAReconnectEveryUnitIsAskedAtOnce() {
    units.failed(1, 0);
    units.reconnected(1);
    assertThat(units.ask(1, 1)).isTrue();
  }
}
