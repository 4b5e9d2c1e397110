package org.wardlight.benchmark;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a log of {@code -Xlog:gc} says.
 *
 * @param longestPauseMillis NaN if there was no pause
 * @param heapAfterMegabytes what the last collection left; NaN if there was none
 */
record GcLog(int pauses, double longestPauseMillis, double heapAfterMegabytes) {
  private static final Pattern PAUSE =
      Pattern.compile("Pause .* \\d+M->(\\d+)M\\(\\d+M\\) ([0-9.]+)ms");

  static GcLog of(List<String> lines) {
    int pauses = 0;
    double longest = Double.NaN;
    double after = Double.NaN;
    for (String line : lines) {
      Matcher pause = PAUSE.matcher(line);
      if (pause.find()) {
        pauses++;
        double millis = Double.parseDouble(pause.group(2));
        longest = Double.isNaN(longest) ? millis : Math.max(longest, millis);
        after = Double.parseDouble(pause.group(1));
      }
    }
    return new GcLog(pauses, longest, after);
  }
}
