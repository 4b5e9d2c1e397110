package org.wardlight.facility.internal;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads mutated configurations for a while: {@code ReaderFuzz SECONDS [SEED] [DIRECTORY]}. Exit
 * code 1 if the reader threw or took longer than a second for one of them.
 */
public final class ReaderFuzz {
  private static final Duration TOO_LONG = Duration.ofSeconds(1);

  private ReaderFuzz() {}

  /** Starts it. */
  public static void main(String[] args) {
    Duration limit = Duration.ofSeconds(args.length > 0 ? Long.parseLong(args[0]) : 60);
    long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
    Path demo = args.length > 2 ? Path.of(args[2]) : ConfigCopy.ORIGINAL.resolve("facilities/demo");
    System.exit(run(demo, limit, seed) ? 0 : 1);
  }

  /** What this thread has computed: other programs of the machine do not count. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  static boolean run(Path facility, Duration limit, long seed) {
    Layout layout = new Layout(facility, null);
    SortedMap<String, byte[]> good = Snapshot.take(layout).files();
    List<String> names = new ArrayList<>(good.keySet());
    Random random = new Random(seed);
    long end = System.nanoTime() + limit.toNanos();
    long tried = 0;
    long valid = 0;
    long threw = 0;
    Duration worst = Duration.ZERO;
    while (System.nanoTime() < end) {
      SortedMap<String, byte[]> files = new TreeMap<>(good);
      for (int i = random.nextInt(3); i >= 0; i--) {
        String name = names.get(random.nextInt(names.size()));
        String text = new String(files.get(name), StandardCharsets.UTF_8);
        files.put(name, Mutation.of(text, random).getBytes(StandardCharsets.UTF_8));
      }
      tried++;
      long start = cpuNanos();
      try {
        valid += FacilityReader.read(layout, Snapshot.of(files)).facility() == null ? 0 : 1;
      } catch (RuntimeException | StackOverflowError e) {
        threw++;
        System.out.printf("input %d of seed %d: %s%n", tried, seed, e);
        e.printStackTrace(System.out);
      }
      Duration took = Duration.ofNanos(cpuNanos() - start);
      worst = took.compareTo(worst) > 0 ? took : worst;
    }
    System.out.printf(
        "%d inputs tried, %d valid, %d exceptions, worst %d ms of CPU%n",
        tried, valid, threw, worst.toMillis());
    return threw == 0 && worst.compareTo(TOO_LONG) < 0;
  }
}
