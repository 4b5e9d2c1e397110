package org.wardlight.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words of a command line: {@code --name value}, {@code --switch}, and the rest in order. */
final class Options {
  private final Map<String, String> values = new HashMap<>();
  private final List<String> rest = new ArrayList<>();

  /** Reads words; an option that is not named here is a mistake. */
  Options(List<String> words, Set<String> withValue, Set<String> switches) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("--")) {
        rest.add(word);
      } else if (switches.contains(word)) {
        values.put(word, "");
      } else if (withValue.contains(word)) {
        if (++i == words.size()) {
          throw new UsageException(word + " needs a value");
        }
        values.put(word, words.get(i));
      } else {
        List<String> known = new ArrayList<>(withValue);
        known.addAll(switches);
        throw new UsageException(SimulationException.unknown("option", word, known).getMessage());
      }
    }
  }

  /** A command line that cannot be meant. */
  static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(@Nullable String message) {
      super(message);
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  @Nullable String get(String name) {
    return values.get(name);
  }

  String get(String name, String fallback) {
    return values.getOrDefault(name, fallback);
  }

  double number(String name, double fallback) {
    String text = values.get(name);
    try {
      return text == null ? fallback : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new UsageException(name + " needs a number, not \"" + text + "\"");
    }
  }

  int integer(String name, int fallback) {
    double number = number(name, fallback);
    if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
      throw new UsageException(name + " needs a whole number, not " + number);
    }
    return (int) number;
  }

  /** The words that are no options; exactly these many, named for the message. */
  List<String> rest(String... names) {
    if (rest.size() != names.length) {
      throw new UsageException("expected " + String.join(" ", names));
    }
    return List.copyOf(rest);
  }

  /** The words that are no options, however many. */
  List<String> rest() {
    return List.copyOf(rest);
  }
}
