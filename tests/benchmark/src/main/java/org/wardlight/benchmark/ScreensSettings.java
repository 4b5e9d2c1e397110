package org.wardlight.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What {@code bench screens} is to measure.
 *
 * @param measured with all screens; without any it is measured as long, half of it before and half
 *     after
 */
record ScreensSettings(int screens, int rooms, Duration measured, Duration warmUp) {
  static final String HELP =
      """
      Usage: wardlight bench screens [--screens N] [--rooms N] [--seconds S] [--warm-up S]

      Starts a simulated facility in which people live (ten times as fast as people do), and the server with its shipped rules; measures its processor time
      without a screen, with N nurses' screens, each logged in by itself, and without again; and how old what the screens
      show is.

        --screens N     1 to 400 (50)
        --rooms N       1 to 2,000 (200)
        --seconds S     measured time with screens, and without, 2 to 3,600 (30)
        --warm-up S     time with screens before that, 1 to 3,600 (20)

      Prints a table and one line of JSON. All parts end by themselves or with Ctrl-C. Docs: docs/benchmarks.md
      Exit codes: 0 measured, 1 it could not be measured, 2 the command line is wrong.
      """;

  /** Reads the options. */
  static ScreensSettings parse(List<String> words) {
    Options options =
        new Options(words, Set.of("--screens", "--rooms", "--seconds", "--warm-up"), Set.of());
    return new ScreensSettings(
        options.number("--screens", 50, 400),
        options.number("--rooms", 200, 2_000),
        Duration.ofSeconds(options.number("--seconds", 30, 3_600)),
        Duration.ofSeconds(options.number("--warm-up", 20, 3_600)));
  }
}
