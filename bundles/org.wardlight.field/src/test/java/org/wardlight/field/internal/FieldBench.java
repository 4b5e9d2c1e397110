package org.wardlight.field.internal;

import static org.wardlight.field.internal.Building.PRESENCE;
import static org.wardlight.field.internal.Building.facility;
import static org.wardlight.field.internal.Building.point;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.SampleBatch;
import org.wardlight.api.point.Supervision;

/**
 * How many samples a second one core takes into the image: unchanged, changed, and the same under
 * supervision. Not a test: run its main, argument points a link.
 */
final class FieldBench {
  private static final int BATCHES = 20_000;

  private FieldBench() {}

  public static void main(String[] args) {
    int points = args.length > 0 ? Integer.parseInt(args[0]) : 200;
    Supervision watched =
        new Supervision(Duration.ofSeconds(1), 1_000, Duration.ofHours(12), Set.of());
    for (int round = 0; round < 3; round++) {
      run("unchanged", points, Supervision.NONE, 0);
      run("changed", points, Supervision.NONE, 1);
      run("unchanged, supervised", points, watched, 0);
    }
  }

  private static void run(String what, int count, Supervision supervision, int step) {
    Building building = new Building();
    Point[] points = new Point[count];
    for (int i = 0; i < count; i++) {
      Point named = point(i, PRESENCE, "a", supervision);
      points[i] =
          new Point(
              i,
              named.name() + i,
              named.kind(),
              named.ward(),
              named.room(),
              named.space(),
              named.device(),
              named.connection(),
              named.scan(),
              named.writable(),
              named.min(),
              named.max(),
              supervision,
              named.address());
    }
    FieldComponent unused = building.start(facility(points));
    SampleBatch batch = new SampleBatch(count);
    long micros = PointState.micros(building.time.now());
    long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int n = 0; n < BATCHES; n++) {
      batch.begin(micros + n);
      for (int i = 0; i < count; i++) {
        batch.add(i, n * step % 2);
      }
      building.link("a").deliver(batch);
      if (step != 0) {
        building.told.clear();
      }
    }
    long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun;
    System.out.printf(
        "%-22s %6.1f million samples/s%n", what, BATCHES * (double) count * 1e3 / nanos);
  }
}
