package org.wardlight.rules.internal;

import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a rehearsal found, for people, whoever played it. */
final class RehearsalReport {
  private final PrintStream out;
  private int differences;

  RehearsalReport(PrintStream out) {
    this.out = out;
  }

  void problem(String file, Object line, String message) {
    out.printf("%s:%s: %s%n", file, line, message);
  }

  /** One alarm that would be different; what is null does not happen. */
  void difference(
      String change,
      String space,
      String kind,
      Object since,
      @Nullable Object before,
      @Nullable Object classBefore,
      @Nullable Object after,
      @Nullable Object classAfter) {
    differences++;
    out.printf(
        "%-12s %s %s since %s: %s %s -> %s %s%n",
        change.toLowerCase(Locale.ROOT),
        space,
        kind,
        since,
        orNone(before),
        orNone(classBefore),
        orNone(after),
        orNone(classAfter));
  }

  private static Object orNone(@Nullable Object value) {
    return value == null ? "-" : value;
  }

  void end(String state, Object samples, Object more, Object same) {
    out.printf(
        "%s: %s samples, %d differences, %s more, %s alarms the same%n",
        state, samples, differences, more, same);
  }
}
