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
  private static final String HELP =
      """
      Usage: wardlight bench polls --rooms N …     rooms read once a second, against bare Modbus clients
             wardlight bench storm …               10,000 changes a second, with a hundred calls among them
             wardlight bench screens …             fifty screens of two hundred rooms
             wardlight bench rules …               the rule engine by itself

      Each has --help. Docs: docs/benchmarks.md
      """;

  private Main() {}

  /** Runs the program. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    // The script names itself first.
    System.exit(run(Path.of(args[1]), List.of(args).subList(2, args.length), out, err));
  }

  static int run(Path wardlight, List<String> words, PrintStream out, PrintStream err) {
    String what = words.isEmpty() ? "" : words.get(0);
    List<String> options = words.isEmpty() ? words : words.subList(1, words.size());
    if (List.of("--help", "help").contains(what) || options.contains("--help")) {
      out.print(help(what));
      return DONE;
    }
    try {
      Report report = Stage.measure(wardlight, err, measurement(what, options));
      out.print(report.text());
      report.failures().forEach(failure -> err.println("bench: " + failure));
      return report.failures().isEmpty() ? DONE : FAILED;
    } catch (UsageException e) {
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

  /** Reads the command line before anything is started. */
  private static Stage.Measurement measurement(String what, List<String> options) {
    switch (what) {
      case "polls" -> {
        PollsSettings settings = PollsSettings.parse(options);
        return stage -> new PollsBench(settings, stage).measure();
      }
      case "storm" -> {
        StormSettings settings = StormSettings.parse(options);
        return stage -> new StormBench(settings, stage).measure();
      }
      case "screens" -> {
        ScreensSettings settings = ScreensSettings.parse(options);
        return stage -> new ScreensBench(settings, stage).measure();
      }
      default ->
          throw new UsageException("there are these measurements: polls, storm, screens, rules");
    }
  }

  private static String help(String what) {
    return switch (what) {
      case "polls" -> PollsSettings.HELP;
      case "storm" -> StormSettings.HELP;
      case "screens" -> ScreensSettings.HELP;
      default -> HELP;
    };
  }
}
