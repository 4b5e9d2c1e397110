package org.wardlight.tests.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/** Repeats what the tests do once. Started by the script {@code soak}. */
public final class Soak {
  private Soak() {}

  /** {@code restart TIMES SEED}; exit code 1 if a run failed. */
  public static void main(String[] args) throws IOException {
    if (args.length != 3 || !args[0].equals("restart")) {
      System.err.println("Usage: restart TIMES SEED");
      System.exit(2);
    }
    System.exit(restart(Integer.parseInt(args[1]), Long.parseLong(args[2])) ? 0 : 1);
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
