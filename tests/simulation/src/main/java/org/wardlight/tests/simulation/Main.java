package org.wardlight.tests.simulation;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wardlight.api.space.Facility;
import org.wardlight.rules.internal.InlineRules;

/** Simulates a facility for days or years, as fast as it goes, and says which laws were broken. */
public final class Main {
  private static final String USAGE =
      """
      usage: simulate [--days N] [--seed N] [--start INSTANT] [--rooms N]
                      [--config FACILITY-DIRECTORY] [--rules DIRECTORY]
                      [--trace ROOM --trace-until INSTANT]
      """;
  private static final int DAYS_A_REPORT = 7;
  private static final Duration TRACED = Duration.ofHours(2);

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(List.of(args), System.out));
  }

  /**
   * Runs a simulation.
   *
   * @return 0 if every law held, 1 if one was broken, 2 if the arguments make no sense
   */
  static int run(List<String> args, PrintStream out) {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < args.size(); i += 2) {
      options.put(args.get(i), args.get(i + 1));
    }
    try {
      if (args.size() % 2 != 0) {
        throw new IllegalArgumentException("each option needs a value");
      }
      int days = positive(options, "--days", "7");
      int seed = positive(options, "--seed", "1");
      Instant start = Instant.parse(take(options, "--start", "2026-10-22T10:00:00Z"));
      int rooms = positive(options, "--rooms", "1000");
      Path config = Path.of(take(options, "--config", "device-configs/facilities/demo"));
      Path rules = Path.of(take(options, "--rules", "rules-drl"));
      String traced = take(options, "--trace", "");
      Instant until = Instant.parse(take(options, "--trace-until", start.toString()));
      if (!options.isEmpty()) {
        throw new IllegalArgumentException("unknown: " + String.join(", ", options.keySet()));
      }
      Facility facility = Houses.first(org.wardlight.sim.Main.read(config), rooms);
      Course course =
          new Course(new Course.Plan(facility, InlineRules.Compiled.read(rules), start, seed));
      if (!traced.isEmpty()) {
        course.trace(traced, until.minus(TRACED), until, out::println);
      }
      return run(course, days, out);
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      out.println(e.getMessage());
      out.print(USAGE);
      return 2;
    }
  }

  private static int positive(Map<String, String> options, String name, String otherwise) {
    String value = take(options, name, otherwise);
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          name + " needs a whole number from 1 to 999999999, not " + value);
    }
    return Integer.parseInt(value);
  }

  private static String take(Map<String, String> options, String name, String otherwise) {
    String value = options.remove(name);
    return value == null ? otherwise : value;
  }

  private static int run(Course course, int days, PrintStream out) {
    long begun = System.nanoTime();
    long said = 0;
    for (int day = 1; day <= days; day++) {
      course.run(Duration.ofDays(1));
      if (day % DAYS_A_REPORT == 0 || day == days) {
        double factor = Duration.ofDays(day).toNanos() / (double) (System.nanoTime() - begun);
        out.printf("day %d, %,.0f times real time: %s%n", day, factor, course.summary());
        course.complaints().stream().skip(said).forEach(out::println);
        said = course.complaints().size();
      }
    }
    out.printf("laws broken: %d%njournal: %s%n", course.broken(), course.hash());
    return course.broken() == 0 ? 0 : 1;
  }
}
