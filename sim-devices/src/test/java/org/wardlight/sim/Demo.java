package org.wardlight.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The demo facility on free ports. */
final class Demo {
  private Demo() {}

  static SimulatedFacility start() throws IOException {
    Path copy = Files.createTempDirectory(Path.of("target"), "demo-");
    Path facility = DemoCopy.prepare(Path.of("../device-configs/facilities/demo"), copy);
    return SimulatedFacility.start(Main.read(facility), SimulationSettings.quiet());
  }
}
