package org.wardlight.api.time;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A duration as people write it in the configuration and on the command line: {@code 250ms}, {@code
 * 15s}, {@code 15min}, {@code 2h}; a whole number from 1 to 999,999,999 and one unit.
 */
public final class WrittenDuration {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})(ms|s|min|h)");

  private WrittenDuration() {}

  /** What the text stands for; null if it is no duration. */
  public static @Nullable Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "min" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }
}
