package org.wardlight.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LatenciesTest {
  private final Latencies latencies = new Latencies();

  @Test
  void percentilesAreTheNearestRank() {
    for (int i = 2_000; i >= 1; i--) {
      latencies.add(i * 1_000L);
    }

    assertThat(latencies.count()).isEqualTo(2_000);
    assertThat(latencies.millis(0.5)).isEqualTo(1_000);
    assertThat(latencies.millis(0.99)).isEqualTo(1_980);
    assertThat(latencies.millis(1)).isEqualTo(2_000);
  }

  @Test
  void oneTimeIsEveryPercentile() {
    latencies.add(1_500);

    assertThat(latencies.millis(0.01)).isEqualTo(1.5);
    assertThat(latencies.millis(0.99)).isEqualTo(1.5);
  }

  /** A bench that saw nothing must not print a good figure. */
  @Test
  void noTimesGiveNoFigure() {
    latencies.add(1);
    latencies.clear();

    assertThat(latencies.millis(0.5)).isNaN();
  }

  @Test
  void aShareOutsideOfZeroToOneIsRefused() {
    assertThatThrownBy(() -> latencies.millis(99))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("99");
  }
}
