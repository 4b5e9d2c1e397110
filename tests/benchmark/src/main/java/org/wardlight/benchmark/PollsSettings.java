package org.wardlight.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.wardlight.sim.FacilityGenerator.Layout;

/**
 * What to measure.
 *
 * @param wardlight the script that starts the parts
 * @param serverCores the cores of the measured process as taskset lists them; empty: all
 * @param silentHalf whether to measure once more with every other connection silent
 */
record Settings(
    Path wardlight,
    int rooms,
    Duration measured,
    Duration warmUp,
    Layout layout,
    String serverCores,
    boolean silentHalf) {
  static final String HELP =
      """
      Usage: wardlight bench polls --rooms N [--seconds S] [--warm-up S] [--layout rooms|gateways] [--cores LIST] [--silent-half]
             wardlight bench rules [--rooms N] [--seconds S]   the rule engine by itself; has its own --help

      Starts a simulated facility of N rooms (ten registers a room, one block, once a second), the server with its shipped
      rules, and one screen; measures S seconds; then does the same polls with bare Modbus clients and nothing else.

        --rooms N       1 to 60,000
        --seconds S     measured time of the server and of the clients each (60)
        --warm-up S     time before that (30)
        --layout        rooms: each room a connection of its own (default); gateways: 24 rooms behind each
        --silent-half   measures the server once more while every other connection accepts requests and answers none
        --cores LIST    pins the server, and later the clients, to these cores (0 or 0,1); all else runs on the others

      Prints a table and one line of JSON. All parts end by themselves or with Ctrl-C. Docs: docs/benchmarks.md
      Exit codes: 0 measured, 1 it could not be measured, 2 the command line is wrong.
      """;

  static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  /** Reads the command line behind the word {@code polls}. */
  static Settings parse(Path wardlight, List<String> words) {
    int rooms = 0;
    int seconds = 60;
    int warmUp = 30;
    Layout layout = Layout.ROOMS;
    String cores = "";
    boolean silentHalf = false;
    for (Iterator<String> it = words.iterator(); it.hasNext(); ) {
      String option = it.next();
      if (option.equals("--silent-half")) {
        silentHalf = true;
        continue;
      }
      if (!List.of("--rooms", "--seconds", "--warm-up", "--layout", "--cores").contains(option)) {
        throw new UsageException("unknown option " + option);
      }
      if (!it.hasNext()) {
        throw new UsageException(option + " needs a value");
      }
      String value = it.next();
      switch (option) {
        case "--rooms" -> rooms = number(option, value, 60_000);
        case "--seconds" -> seconds = number(option, value, 86_400);
        case "--warm-up" -> warmUp = number(option, value, 86_400);
        case "--layout" -> layout = layout(value);
        default -> cores = cores(value);
      }
    }
    if (rooms == 0) {
      throw new UsageException("--rooms is missing");
    }
    return new Settings(
        wardlight,
        rooms,
        Duration.ofSeconds(seconds),
        Duration.ofSeconds(warmUp),
        layout,
        cores,
        silentHalf);
  }

  private static int number(String option, String value, int most) {
    try {
      int number = Integer.parseInt(value);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw new UsageException(option + " must lie within 1 and " + most + ", not " + value);
  }

  private static Layout layout(String value) {
    if (!List.of("rooms", "gateways").contains(value)) {
      throw new UsageException("--layout must be rooms or gateways, not " + value);
    }
    return Layout.valueOf(value.toUpperCase(Locale.ROOT));
  }

  private static String cores(String value) {
    if (!value.matches("\\d+([,-]\\d+)*")) {
      throw new UsageException("--cores must look like 0 or 0,1, not " + value);
    }
    return value;
  }
}
