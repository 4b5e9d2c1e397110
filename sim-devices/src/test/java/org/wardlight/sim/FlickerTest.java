package org.wardlight.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Facility;

class FlickerTest {
  private final Facility facility = new TestHouse().facility();
  private final PointValues values = new PointValues(facility.points());
  private final LongAdder changes = new LongAdder();

  private Point point(String kind) {
    return facility.pointsOf("203").stream()
        .filter(point -> point.kind().id().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void inputsGoThereAndBackAndEachChangeCounts() {
    Point bed = point(Kinds.BED);
    Point temperature = point(Kinds.TEMPERATURE);
    values.set(bed.id(), 1);
    values.set(temperature.id(), 21.5);
    Flicker flicker = new Flicker(List.of(bed, temperature), values, changes);
    flicker.change();
    assertThat(values.shown(bed.id())).isZero();
    assertThat(values.shown(temperature.id())).isEqualTo(22.5);
    flicker.change();
    assertThat(values.shown(bed.id())).isEqualTo(1);
    assertThat(values.shown(temperature.id())).isEqualTo(21.5);
    assertThat(changes.sum()).isEqualTo(4);
  }

  @Test
  void itEndsWhereItBegan() {
    Point bed = point(Kinds.BED);
    Flicker flicker = new Flicker(List.of(bed), values, changes);
    flicker.rest();
    assertThat(changes.sum()).isZero();
    flicker.change();
    flicker.rest();
    assertThat(values.shown(bed.id())).isZero();
    assertThat(changes.sum()).isEqualTo(2);
  }

  @Test
  void aNumberStaysWithinItsBounds() {
    Point light = point("bathroom.light");
    values.set(light.id(), 100);
    Flicker flicker = new Flicker(List.of(light), values, changes);
    flicker.change();
    assertThat(values.shown(light.id())).isEqualTo(99);
  }
}
