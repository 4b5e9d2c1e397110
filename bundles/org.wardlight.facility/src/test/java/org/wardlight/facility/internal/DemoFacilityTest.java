package org.wardlight.facility.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.ScanClass;
import org.wardlight.api.space.Bed;
import org.wardlight.api.space.CarePlan;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Room;
import org.wardlight.api.space.Stay;
import org.wardlight.api.space.Watch;

class DemoFacilityTest {
  private static final Path DEMO = ConfigCopy.ORIGINAL.resolve("facilities/demo");
  private static final FacilityReadout READOUT = FacilityReader.read(DEMO, null);

  private static Facility demo() {
    assertThat(READOUT.problems()).isEmpty();
    return Objects.requireNonNull(READOUT.facility());
  }

  @Test
  void demoReadsWithoutProblems() {
    Facility demo = demo();
    assertThat(demo.id()).isEqualTo("demo");
    assertThat(demo.name()).isEqualTo("Camellia House");
    assertThat(demo.zone().getId()).isEqualTo("Europe/Berlin");
    assertThat(demo.wards()).extracting(ward -> ward.rooms().size()).containsExactly(12, 12);
    assertThat(demo.connections()).hasSize(4);
  }

  /** The same rules serve both protocols because every room speaks the same kinds. */
  @Test
  void everyRoomHasTheSameKindsWhateverItsProtocol() {
    Facility demo = demo();
    Set<String> usual = kindsOf(demo.pointsOf("101"));
    assertThat(usual).hasSizeGreaterThanOrEqualTo(15);
    for (Room room : demo.wards().stream().flatMap(ward -> ward.rooms().stream()).toList()) {
      // Some residents have more: a sleep mat, a fall sensor, a wristband.
      assertThat(kindsOf(demo.pointsOf(room.id()))).as(room.id()).containsAll(usual);
    }
  }

  private static Set<String> kindsOf(List<Point> points) {
    return points.stream().map(point -> point.kind().id()).collect(Collectors.toSet());
  }

  @Test
  void everyBedHasItsOwnMatAndOthersShareTheSpace() {
    Facility demo = demo();
    for (Room room : demo.wards().stream().flatMap(ward -> ward.rooms().stream()).toList()) {
      assertThat(
              demo.pointsOf(room.id()).stream()
                  .filter(p -> p.kind().id().equals("bed.occupied"))
                  .map(Point::space))
          .containsExactlyElementsOf(room.beds().stream().map(Bed::id).toList());
    }
    Point presence = Objects.requireNonNull(demo.point("101-io/bathroomPresence"));
    assertThat(presence.space()).isEqualTo("101/bathroom");
    assertThat(presence.ward()).isEqualTo("ward-a");
    assertThat(presence.scan()).isEqualTo(ScanClass.SAFETY);
  }

  @Test
  void driversReceiveTheAddressesThatTheDocumentationPromises() {
    Facility demo = demo();
    assertThat(Objects.requireNonNull(demo.point("103-io/bathroomPresence")).address())
        .isEqualTo(Map.of("unit", 3, "table", "discrete-input", "address", 3, "type", "bool"));
    assertThat(Objects.requireNonNull(demo.point("101-fc/temperature")).address())
        .isEqualTo(
            Map.of(
                "unit",
                101,
                "table",
                "input-register",
                "address",
                10,
                "type",
                "int16",
                "scale",
                0.1));
    assertThat(Objects.requireNonNull(demo.point("203-ctl/bathroomPresence")).address())
        .isEqualTo(
            Map.of(
                "namespace",
                "urn:example:room-controller",
                "id",
                "s=203.Bathroom.Presence",
                "type",
                "Boolean"));
    ConnectionSpec gateway = Objects.requireNonNull(demo.connections().get("gateway-a1"));
    assertThat(gateway.options())
        .isEqualTo(Map.of("timeout", Duration.ofSeconds(1), "in-flight", 1));
  }

  @Test
  void residentOfRoom203HasAFallRiskPlanOnTopOfTheLevelsDefaults() {
    Room room = Objects.requireNonNull(demo().room("203"));
    Stay stay = Objects.requireNonNull(room.beds().get(0).stay());
    assertThat(stay.resident().plan())
        .isEqualTo(
            new CarePlan(
                    Duration.ofMinutes(30),
                    Duration.ofMinutes(15),
                    Watch.OFF,
                    Watch.URGENT,
                    true,
                    22.5,
                    20)
                .with(Map.of("wander-night", "note")));
  }

  @Test
  void aPlanChangesSettingsTogetherAndTheRestIsTheLevels() {
    CarePlan plan =
        Objects.requireNonNull(Objects.requireNonNull(demo().room("105")).beds().get(0).stay())
            .resident()
            .plan();
    assertThat(plan.risesBy()).isEqualTo(LocalTime.of(10, 30));
    assertThat(plan.settings()).containsEntry("out-of-bed-limit-night", "30min");
    assertThat(plan.with(plan.settings())).isEqualTo(plan);
    // One after the other this would not do: 140 lies above the high limit of before.
    assertThat(plan.with(Map.of("heart-rate-low", "140", "heart-rate-high", "150")).heartRate())
        .isEqualTo(new CarePlan.Range(140, 150));
  }

  @Test
  void outputsHaveBoundsAndStatesHaveTheirOwn() {
    Point lamp = Objects.requireNonNull(demo().point("203-ctl/lampRed"));
    assertThat(lamp.writable()).isTrue();
    assertThat(lamp.min()).isEqualTo(0);
    assertThat(lamp.max()).isEqualTo(2);
    Point window = Objects.requireNonNull(demo().point("101-io/window"));
    assertThat(window.max()).isEqualTo(1);
  }
}
