package org.wardlight.rules.internal;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.Facility;

/**
 * How many changes of facts a second one core takes through all shipped rules, and what a room
 * costs in memory. Not a test: run its main from the module's directory, arguments wards, rooms a
 * ward, seconds.
 */
final class EngineBench {
  private EngineBench() {}

  public static void main(String[] args) throws RuleSetException {
    int wards = args.length > 0 ? Integer.parseInt(args[0]) : 250;
    int rooms = args.length > 1 ? Integer.parseInt(args[1]) : 40;
    int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 20;
    long begun = System.nanoTime();
    RuleSet rules = RuleSet.compile(RuleSources.read(ShippedRules.DIRECTORY));
    System.out.printf("compiled in %d ms%n", (System.nanoTime() - begun) / 1_000_000);
    Facility facility = TestWard.facility(wards, rooms);
    List<WardEngine> engines = new ArrayList<>();
    AtomicLong conclusions = new AtomicLong();
    long before = used();
    begun = System.nanoTime();
    for (int w = 0; w < wards; w++) {
      WardEngine engine =
          new WardEngine(
              facility.wards().get(w).id(),
              facility,
              Runnable::run,
              Runnable::run,
              Clock.systemUTC(),
              System::nanoTime,
              new RuleFaults());
      engine.attach(change -> conclusions.addAndGet(change.began().size() + change.ended().size()));
      engine.start(rules, Set.of());
      engines.add(engine);
    }
    Instant now = Instant.now();
    for (Point point : facility.points()) {
      engines.get(ward(point)).accept(TestWard.good(point, 0, now));
    }
    System.out.printf("started in %d ms%n", (System.nanoTime() - begun) / 1_000_000);
    System.out.printf("%.1f kB a room%n", (used() - before) / 1024.0 / wards / rooms);
    for (int round = 0; round < 3; round++) {
      change(facility, engines, conclusions, seconds / 3.0);
    }
  }

  private static void change(
      Facility facility, List<WardEngine> engines, AtomicLong conclusions, double seconds) {
    Random random = new Random(1);
    double[] values = new double[facility.points().size()];
    conclusions.set(0);
    long changes = 0;
    // The thread's own time: what others do on the machine does not count.
    long begun = cpuNanos();
    long end = begun + (long) (seconds * 1e9);
    while (cpuNanos() < end) {
      Instant now = Instant.now();
      for (int i = 0; i < 1000; i++) {
        Point point = facility.points().get(random.nextInt(values.length));
        boolean number = point.kind().type() == ValueType.NUMBER;
        int p = point.id();
        values[p] = number ? values[p] + 0.1 : 1 - values[p];
        PointValue value = TestWard.good(point, values[p], now);
        engines.get(ward(point)).accept(value);
        changes++;
      }
    }
    double took = (cpuNanos() - begun) / 1e9;
    System.out.printf(
        "%,.0f changes/s, %.2f conclusions a change%n",
        changes / took, conclusions.get() / (double) changes);
  }

  private static int ward(Point point) {
    return Integer.parseInt(point.ward().substring(5));
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
