package org.wardlight.store.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a command line says: options with a value, lone flags, and other words in order. */
final class Options {
  private final Map<String, String> values = new HashMap<>();
  private final List<String> words = new ArrayList<>();

  /** The command line is wrong. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  static Options parse(List<String> args, Set<String> valued, Set<String> flags)
      throws UsageException {
    Options options = new Options();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      if (flags.contains(arg)) {
        options.values.put(arg, "");
      } else if (valued.contains(arg)) {
        if (i + 1 == args.size()) {
          throw new UsageException(arg + " needs a value");
        }
        options.values.put(arg, args.get(++i));
      } else if (arg.startsWith("--")) {
        throw new UsageException("unknown option " + arg);
      } else {
        options.words.add(arg);
      }
    }
    return options;
  }

  boolean has(String option) {
    return values.containsKey(option);
  }

  /** The value of an option, or the other one if it is not given. */
  String get(String option, String otherwise) {
    return values.getOrDefault(option, otherwise);
  }

  String need(String option) throws UsageException {
    String value = values.get(option);
    if (value == null || value.isBlank()) {
      throw new UsageException(option + " is missing");
    }
    return value;
  }

  List<String> words() {
    return List.copyOf(words);
  }
}
