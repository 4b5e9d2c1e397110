package org.wardlight.benchmark;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The options of a command line. */
final class Options {
  private final Map<String, String> values = new HashMap<>();
  private final Set<String> flags = new HashSet<>();

  /**
   * Reads a command line.
   *
   * @param valued the options that have a value
   * @param bare the options that have none
   * @throws UsageException if there is anything else, or a value is missing
   */
  Options(List<String> words, Set<String> valued, Set<String> bare) {
    for (Iterator<String> it = words.iterator(); it.hasNext(); ) {
      String option = it.next();
      if (bare.contains(option)) {
        flags.add(option);
      } else if (!valued.contains(option)) {
        throw new UsageException("unknown option " + option);
      } else if (!it.hasNext()) {
        throw new UsageException(option + " needs a value");
      } else {
        values.put(option, it.next());
      }
    }
  }

  boolean has(String option) {
    return flags.contains(option) || values.containsKey(option);
  }

  String get(String option, String usual) {
    return values.getOrDefault(option, usual);
  }

  /**
   * A whole number.
   *
   * @throws UsageException if it is none from 1 to {@code most}
   */
  int number(String option, int usual, int most) {
    String value = values.get(option);
    if (value == null) {
      return usual;
    }
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
}
