package org.wardlight.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcFiguresTest {
  /** proc(5): utime is the 14th field, stime the 15th, counted in hundredths of a second. */
  @Test
  void cpuTimeIsUserAndSystemTimeWhateverTheProgramIsCalled() {
    String stat = "4711 (a) b (c) S 1 4711 4711 0 -1 4194304 9 0 0 0 250 50 0 0 20 0 31 0 99 1 2";

    assertThat(ProcFigures.cpuMillis(stat)).isEqualTo(3_000);
  }
}
