package org.wardlight.tests.system;

import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code ./wardlight soak crash} does it more often. */
class CrashIT {
  @Test
  void noKillLosesDoublesOrEndsAnAlarm() {
    List<Integer> calls = Disturbance.isPossible() ? List.of(1, 2, 4, 9, 23) : List.of();
    if (calls.isEmpty()) {
      System.out.println("kills in a call of the journal skipped: strace cannot trace here");
    }
    System.out.println(new CrashDrill(Site.directory("crash"), 1).run(15, calls));
  }
}
