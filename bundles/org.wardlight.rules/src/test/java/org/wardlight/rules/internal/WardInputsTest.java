package org.wardlight.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Facility;

class WardInputsTest {
  private final Facility facility = TestWard.facility(1, 1);
  private final Point bed = facility.points().get(0);
  private final Point door = facility.points().get(2);
  private final Point temperature =
      facility.points().stream()
          .filter(p -> p.kind().id().equals("bedroom.temperature"))
          .findFirst()
          .orElseThrow();

  private static PointValue of(Point point, double value) {
    return TestWard.good(point, value, Instant.EPOCH);
  }

  private static List<Double> values(WardInputs inputs, Point point) {
    return inputs.drain().stream()
        .map(PointValue.class::cast)
        .filter(v -> v.point().equals(point))
        .map(PointValue::value)
        .toList();
  }

  @Test
  void changesOfBooleansKeepTheirOrder() {
    WardInputs inputs = new WardInputs(10);
    List.of(1.0, 0.0, 1.0).forEach(v -> inputs.add(of(bed, v)));
    assertThat(values(inputs, bed)).containsExactly(1.0, 0.0, 1.0);
    assertThat(inputs.drain()).isEmpty();
  }

  @Test
  void ofANumberOnlyTheLatestWaits() {
    WardInputs inputs = new WardInputs(10);
    List.of(20.0, 21.0, 22.0).forEach(v -> inputs.add(of(temperature, v)));
    assertThat(values(inputs, temperature)).containsExactly(22.0);
    assertThat(inputs.merged()).isZero();
  }

  /** Memory stays bounded, the last value is never the one that is lost, and order holds. */
  @Test
  void beyondItsCapacityOnlyTheLatestOfEachPointWaits() {
    WardInputs inputs = new WardInputs(2);
    List.of(1.0, 0.0, 1.0, 0.0, 1.0).forEach(v -> inputs.add(of(bed, v)));
    inputs.add(of(door, 1));
    assertThat(inputs.merged()).isEqualTo(2);
    assertThat(values(inputs, bed)).containsExactly(1.0, 0.0, 1.0);
  }
}
