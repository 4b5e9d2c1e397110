package org.wardlight.benchmark;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the log of the server says of what it could not do.
 *
 * @param samplesLost how many samples telemetry says it has shed since the start
 * @param troubles all other warnings and errors, in order
 */
record ServerLog(long samplesLost, List<String> troubles) {
  private static final Pattern LOST =
      Pattern.compile("telemetry has lost (\\d+) samples|records again; (\\d+) samples were lost");
  private static final Pattern TROUBLE = Pattern.compile("^[0-9:.]+ (WARN|ERROR) ");

  ServerLog {
    troubles = List.copyOf(troubles);
  }

  static ServerLog of(List<String> lines) {
    long lost = 0;
    for (String line : lines) {
      Matcher said = LOST.matcher(line);
      if (said.find()) {
        lost = Long.parseLong(said.group(1) == null ? said.group(2) : said.group(1));
      }
    }
    List<String> troubles =
        lines.stream()
            .filter(line -> TROUBLE.matcher(line).find() && !LOST.matcher(line).find())
            .toList();
    return new ServerLog(lost, troubles);
  }
}
