package org.wardlight.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnitImageTest {
  private final UnitImage unit = new UnitImage();

  @Test
  void theLongestTimeBetweenTwoReadsIsKeptUntilItIsAskedFor() {
    unit.readAt(100);
    unit.readAt(1_100);
    unit.readAt(4_100);
    unit.readAt(4_600);

    assertThat(unit.takeLongestNanos(4_700)).isEqualTo(3_000);
    assertThat(unit.takeLongestNanos(4_700)).isEqualTo(100);
  }

  /** A room that nobody asks any more must not look well polled. */
  @Test
  void timeWithoutAReadCountsBeforeTheNextReadCame() {
    unit.readAt(100);

    assertThat(unit.takeLongestNanos(9_100)).isEqualTo(9_000);
  }

  @Test
  void aUnitThatNobodyEverReadHasNone() {
    assertThat(unit.takeLongestNanos(5_000)).isZero();
  }
}
