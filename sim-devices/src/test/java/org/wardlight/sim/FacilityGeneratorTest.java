package org.wardlight.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.point.ScanClass;
import org.wardlight.api.space.Facility;
import org.wardlight.sim.FacilityGenerator.Layout;

class FacilityGeneratorTest {
  @TempDir private Path directory;

  private Facility generate(int rooms, boolean opcUa, Layout layout) {
    return Main.read(new FacilityGenerator(rooms, opcUa, layout, 20_000).write(directory));
  }

  @Test
  void gatewaysCarryTwentyFourRoomsEach() {
    Facility facility = generate(100, false, Layout.GATEWAYS);
    assertThat(facility.connections()).hasSize(5);
    assertThat(facility.devices()).hasSize(100);
    assertThat(facility.points()).hasSize(1000);
    assertThat(facility.wards()).hasSize(3);
  }

  @Test
  void roomsHaveALoopbackAddressEach() {
    Facility facility = generate(300, false, Layout.ROOMS);
    assertThat(facility.connections().values().stream().map(c -> c.endpoint()).distinct())
        .hasSize(300);
  }

  @Test
  void roomsAreReadOnceASecondUnlessSaidOtherwise() {
    FacilityGenerator generator = new FacilityGenerator(1, false, Layout.GATEWAYS, 20_000);
    Facility slow = Main.read(generator.write(directory.resolve("slow")));
    Duration often = Duration.ofMillis(250);
    Facility quick = Main.read(generator.scannedEvery(often).write(directory.resolve("quick")));
    assertThat(slow.connections().values())
        .allMatch(c -> c.scanPeriod(ScanClass.SAFETY).equals(Duration.ofSeconds(1)));
    assertThat(quick.connections().values())
        .allMatch(c -> c.scanPeriod(ScanClass.SAFETY).equals(often));
  }

  @Test
  void opcUaRoomsShareAServerForEachWard() {
    assertThat(generate(45, true, Layout.ROOMS).connections()).hasSize(2);
  }

  @Test
  void nothingIsOverwritten() {
    generate(1, false, Layout.ROOMS);
    assertThatExceptionOfType(SimulationException.class)
        .isThrownBy(() -> generate(1, false, Layout.ROOMS))
        .withMessageContaining("exists already");
  }
}
