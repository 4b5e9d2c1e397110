package org.wardlight.facility.internal;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.wardlight.api.point.PointKind;
import org.wardlight.facility.internal.PointKinds.Kind;
import org.wardlight.facility.internal.registers.ListImport;
import org.wardlight.facility.internal.registers.ListImport.Options;

/**
 * Imports mutations of a list for some seconds: {@code RegisterListFuzz SECONDS [SEED]}, in this
 * bundle's directory. Ends with 1 if importing ever threw or took longer than a second.
 */
final class RegisterListFuzz {
  private static final String ALPHABET = "0123456789;,\t\"\n\r.x-=/[]ABCDabcdµ°温";

  private static final Options OPTIONS = Options.of(List.of("list.csv", "--type", "fuzz"));

  private RegisterListFuzz() {}

  public static void main(String[] args) throws IOException {
    long seconds = args.length > 0 ? Long.parseLong(args[0]) : 10;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
    String example = Files.readString(Path.of("../../docs/examples/room-module.csv"));
    Collection<Kind> shipped =
        new DeviceTypeFiles(ConfigCopy.ORIGINAL.resolve("facilities/any"), null).kinds().values();
    Map<String, PointKind> kinds =
        shipped.stream().collect(Collectors.toMap(k -> k.kind().id(), Kind::kind));
    Set<String> ofBed =
        shipped.stream().filter(Kind::ofBed).map(k -> k.kind().id()).collect(Collectors.toSet());
    SplittableRandom random = new SplittableRandom(seed);
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    long tried = 0;
    long good = 0;
    long thrown = 0;
    long worst = 0;
    while (System.nanoTime() < end) {
      String text = mutate(example, random);
      long begin = cpuNanos();
      try {
        good += ListImport.of(OPTIONS, text, kinds, ofBed).type() == null ? 0 : 1;
      } catch (RuntimeException | StackOverflowError e) {
        thrown++;
        System.out.println("seed " + seed + ", input " + tried + ": " + e);
      }
      worst = Math.max(worst, cpuNanos() - begin);
      tried++;
    }
    System.out.printf(
        "%d inputs tried, %d without a mistake, %d exceptions, worst %d ms of CPU%n",
        tried, good, thrown, worst / 1_000_000);
    System.exit(thrown == 0 && worst < 1_000_000_000 ? 0 : 1);
  }

  /** What this thread has computed: other programs of the machine do not count. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static String mutate(String text, SplittableRandom random) {
    StringBuilder out = new StringBuilder(text);
    for (int i = random.nextInt(1, 30); i > 0 && out.length() > 0; i--) {
      int at = random.nextInt(out.length());
      char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
      switch (random.nextInt(4)) {
        case 0 -> out.setCharAt(at, c);
        case 1 -> out.insert(at, c);
        case 2 -> out.deleteCharAt(at);
        default ->
            out.insert(at, out.substring(at, Math.min(out.length(), at + random.nextInt(80))));
      }
    }
    return out.toString();
  }
}
