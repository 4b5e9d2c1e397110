package org.wardlight.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GcLogTest {
  @Test
  void longestPauseAndWhatTheLastOneLeftAreFound() {
    GcLog log =
        GcLog.of(
            List.of(
                "[0.005s][info][gc] Using Serial",
                "[1.204s][info][gc] GC(0) Pause Young (Allocation Failure) 26M->4M(93M) 12.345ms",
                "[2.911s][info][gc] GC(1) Pause Full (Metadata GC Threshold) 40M->31M(93M) 81.5ms",
                "[9.000s][info][gc] GC(2) Pause Young (Allocation Failure) 60M->35M(120M) 3.1ms"));

    assertThat(log).isEqualTo(new GcLog(3, 81.5, 35));
  }

  @Test
  void aLogWithoutPausesHasNoLongestOne() {
    GcLog log = GcLog.of(List.of("[0.005s][info][gc] Using Serial"));

    assertThat(log.pauses()).isZero();
    assertThat(log.longestPauseMillis()).isNaN();
    assertThat(log.heapAfterMegabytes()).isNaN();
  }
}
