package org.wardlight.tests.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Repeats what the tests do once. Started by the script {@code soak}. */
public final class Soak {
  private Soak() {}

  /** {@code restart|crash|configuration TIMES SEED}; exit code 1 if a run failed. */
  public static void main(String[] args) throws IOException {
    if (args.length != 3 || !List.of("restart", "crash", "configuration").contains(args[0])) {
      System.err.println("Usage: restart|crash|configuration TIMES SEED");
      System.exit(2);
    }
    int times = Integer.parseInt(args[1]);
    long seed = Long.parseLong(args[2]);
    boolean good =
        switch (args[0]) {
          case "crash" -> once(directory -> crash(directory, times, seed));
          case "configuration" ->
              once(directory -> new ConfigurationDrill(directory, seed).run(times));
          default -> restart(times, seed);
        };
    System.exit(good ? 0 : 1);
  }

  private static String crash(Path directory, int times, long seed) {
    List<Integer> calls =
        Disturbance.isPossible() ? IntStream.rangeClosed(1, 40).boxed().toList() : List.of();
    return new CrashDrill(directory, seed).run(times, calls);
  }

  private static boolean once(Function<Path, String> drill) throws IOException {
    Path directory = Files.createTempDirectory("wardlight-soak-");
    try {
      System.out.println(drill.apply(directory));
      System.out.println("1 passed, 0 failed");
      return true;
    } catch (RuntimeException | AssertionError e) {
      // A drill may fail in any way; its directory stays to be looked at.
      System.out.printf("FAILED, see %s%n%s%n0 passed, 1 failed%n", directory, e);
      return false;
    }
  }

  private static boolean restart(int times, long seed) throws IOException {
    Random random = new Random(seed);
    int failed = 0;
    for (int i = 1; i <= times; i++) {
      Path directory = Files.createTempDirectory("wardlight-soak-");
      Duration killAfter = Duration.ofMillis(random.nextLong(RestartDrill.SHORT.toMillis() + 2000));
      try {
        String measured = new RestartDrill(directory, killAfter).restartInTheMiddleOfADwell();
        System.out.printf("%d of %d: %s%n", i, times, measured);
      } catch (RuntimeException | AssertionError e) {
        // A drill may fail in any way; the others go on, and its directory stays to be looked at.
        failed++;
        System.out.printf("%d of %d: FAILED, see %s%n%s%n", i, times, directory, e);
      }
    }
    System.out.printf("%d passed, %d failed%n", times - failed, failed);
    return failed == 0;
  }
}
