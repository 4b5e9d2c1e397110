package org.wardlight.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What {@code bench storm} is to measure.
 *
 * @param rate changes of points a second, of all rooms together
 */
record StormSettings(Duration measured, int rate) {
  static final String HELP =
      """
      Usage: wardlight bench storm [--seconds S] [--rate N]

      Starts a simulated facility, the server with its shipped rules, and one screen. Then, for S seconds, N inputs a second
      flicker in several hundred rooms, one call button chatters at 5 Hz, and 100 calls are made in quiet rooms among them.
      Prints which calls came to the screen and when, and what was shed.

        --seconds S     how long the storm lasts, 1 to 600 (60)
        --rate N        changes of points a second, 1 to 40,000 (10,000)

      Prints a table and one line of JSON. All parts end by themselves or with Ctrl-C. Docs: docs/benchmarks.md
      Exit codes: 0 measured; 1 it could not be measured, or a call was lost, shown twice or never made; 2 the command line is wrong.
      """;

  /** Reads the options. */
  static StormSettings parse(List<String> words) {
    Options options = new Options(words, Set.of("--seconds", "--rate"), Set.of());
    return new StormSettings(
        Duration.ofSeconds(options.number("--seconds", 60, 600)),
        options.number("--rate", 10_000, 40_000));
  }
}
