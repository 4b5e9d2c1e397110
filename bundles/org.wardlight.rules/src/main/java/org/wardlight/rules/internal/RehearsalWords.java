package org.wardlight.rules.internal;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The words of a command line that asks for a rehearsal, whoever plays it.
 *
 * @param directory the rules to try out; null for those that run
 * @param limits by resident's id, then by name, as they were written
 * @param options what else was given, the last value of each
 */
record RehearsalWords(
    @Nullable Path directory,
    Instant from,
    Instant to,
    List<String> rooms,
    Map<String, Map<String, String>> limits,
    Map<String, String> options) {

  /** The words cannot be understood; the message says which and why. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
      super(message);
    }
  }

  /** What a command line says, options apart from the rest. */
  record Words(List<String> rest, Map<String, List<String>> options) {
    String one(String name, String otherwise) {
      List<String> given = options.getOrDefault(name, List.of(otherwise));
      return given.get(given.size() - 1);
    }
  }

  /**
   * Takes options and their values apart from the rest.
   *
   * @param known the options there are, each with a value
   */
  static Words split(List<String> words, Set<String> known) throws UsageException {
    List<String> rest = new ArrayList<>();
    Map<String, List<String>> options = new TreeMap<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("--")) {
        rest.add(word);
      } else if (!known.contains(word) || i + 1 == words.size()) {
        throw new UsageException(known.contains(word) ? word + " needs a value" : word + "?");
      } else {
        options.computeIfAbsent(word, w -> new ArrayList<>()).add(words.get(++i));
      }
    }
    return new Words(rest, options);
  }

  static RehearsalWords of(Words words) throws UsageException {
    if (words.rest().size() > 1) {
      throw new UsageException("one directory of rules, not " + String.join(" ", words.rest()));
    }
    Map<String, String> options = new TreeMap<>();
    for (String name : words.options().keySet()) {
      options.put(name, words.one(name, ""));
    }
    return new RehearsalWords(
        words.rest().isEmpty() ? null : Path.of(words.rest().get(0)),
        instant(words, "--from"),
        instant(words, "--to"),
        words.options().getOrDefault("--room", List.of()),
        limits(words.options().getOrDefault("--limit", List.of())),
        options);
  }

  private static Instant instant(Words words, String option) throws UsageException {
    try {
      return Instant.parse(words.one(option, ""));
    } catch (DateTimeException e) {
      throw new UsageException(option + " needs an instant such as 2026-11-22T01:00:00Z");
    }
  }

  /** {@code RESIDENT.LIMIT=VALUE}: names of limits have no dot, ids of residents may. */
  private static Map<String, Map<String, String>> limits(List<String> given) throws UsageException {
    Map<String, Map<String, String>> limits = new LinkedHashMap<>();
    for (String one : given) {
      int equals = one.indexOf('=');
      int dot = one.lastIndexOf('.', Math.max(0, equals));
      if (equals < 0 || dot <= 0 || dot + 1 == equals || equals + 1 == one.length()) {
        throw new UsageException(
            "--limit needs RESIDENT.LIMIT=VALUE such as r-203.bathroom-limit-night=25min, not "
                + one);
      }
      String before =
          limits
              .computeIfAbsent(one.substring(0, dot), resident -> new LinkedHashMap<>())
              .put(one.substring(dot + 1, equals), one.substring(equals + 1));
      if (before != null) {
        throw new UsageException(one.substring(0, equals) + " is given twice");
      }
    }
    return limits;
  }
}
