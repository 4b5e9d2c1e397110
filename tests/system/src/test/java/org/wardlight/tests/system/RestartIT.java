package org.wardlight.tests.system;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code ./wardlight soak restart} repeats it at random moments. */
class RestartIT {
  @Test
  void restartInTheMiddleOfADwell() {
    RestartDrill drill = new RestartDrill(Site.directory("restart"), Duration.ofSeconds(3));
    System.out.println(drill.restartInTheMiddleOfADwell());
  }
}
