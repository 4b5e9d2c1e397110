package org.wardlight.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.wardlight.sim.FacilityGenerator.Layout;

/**
 * What {@code bench polls} is to measure.
 *
 * @param serverCores the cores of the measured process as taskset lists them; empty: all
 * @param silentHalf whether to measure once more with every other connection silent
 */
record PollsSettings(
    int rooms,
    Duration measured,
    Duration warmUp,
    Layout layout,
    String serverCores,
    boolean silentHalf) {
  static final String HELP =
      """
      Usage: wardlight bench polls --rooms N [--seconds S] [--warm-up S] [--layout rooms|gateways] [--cores LIST] [--silent-half]

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

  /** Reads the options. */
  static PollsSettings parse(List<String> words) {
    Options options =
        new Options(
            words,
            Set.of("--rooms", "--seconds", "--warm-up", "--layout", "--cores"),
            Set.of("--silent-half"));
    if (!options.has("--rooms")) {
      throw new UsageException("--rooms is missing");
    }
    return new PollsSettings(
        options.number("--rooms", 0, 60_000),
        Duration.ofSeconds(options.number("--seconds", 60, 86_400)),
        Duration.ofSeconds(options.number("--warm-up", 30, 86_400)),
        layout(options.get("--layout", "rooms")),
        options.has("--cores") ? cores(options.get("--cores", "")) : "",
        options.has("--silent-half"));
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
