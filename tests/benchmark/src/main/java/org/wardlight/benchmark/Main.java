package org.wardlight.benchmark;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.wardlight.sim.SimulationException;

/** The program. Exit codes: 0 measured, 1 it could not be measured, 2 the command line is wrong. */
public final class Main {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private Main() {}

  /** Runs the program. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    // The script names itself first.
    System.exit(run(Path.of(args[1]), List.of(args).subList(2, args.length), out, err));
  }

  static int run(Path wardlight, List<String> words, PrintStream out, PrintStream err) {
    if (words.contains("--help") || words.contains("help")) {
      out.print(Settings.HELP);
      return DONE;
    }
    try {
      if (words.isEmpty() || !words.get(0).equals("polls")) {
        throw new Settings.UsageException("the only measurement is: polls");
      }
      Settings settings = Settings.parse(wardlight, words.subList(1, words.size()));
      out.print(new PollsBench(settings, err).measure().text());
      return DONE;
    } catch (Settings.UsageException e) {
      err.println("bench: " + e.getMessage() + "\nTry --help.");
      return USAGE;
    } catch (BenchException | SimulationException e) {
      err.println("bench: " + e.getMessage());
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      err.println("bench: interrupted");
      return FAILED;
    }
  }
}
