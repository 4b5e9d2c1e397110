package org.wardlight.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ServerLogTest {
  @Test
  void theLastCountOfLostSamplesIsTheOneThatCounts() {
    List<String> lines =
        List.of(
            "10:00:00.000 WARN  wl-telemetry   Recorder - telemetry has lost 812 samples since the"
                + " start: its queue was full",
            "10:00:01.000 INFO  wl-telemetry   Recorder - telemetry records again; 1024 samples"
                + " were lost since the start");
    assertThat(ServerLog.of(lines)).isEqualTo(new ServerLog(1_024, List.of()));
  }

  @Test
  void everyOtherWarningIsTrouble() {
    String slow =
        "10:00:00.000 WARN  vert.x-eventl  StationHub - a station of nurse reads too slowly and is"
            + " cut off";
    List<String> lines =
        List.of("10:00:00.000 INFO  main           Main - ready after 7200 ms", slow, "  at x.Y");
    assertThat(ServerLog.of(lines)).isEqualTo(new ServerLog(0, List.of(slow)));
  }
}
