package org.wardlight.commissioning.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.time.WrittenDuration;

/** The words of a command line: options with values, flags, and what remains. */
final class Arguments {
  /** The connection that a command makes for itself. */
  static final String CONNECTION = "command";

  private static final String OPTION = "--option";

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, Object> settings = new LinkedHashMap<>();
  private final List<String> rest = new ArrayList<>();

  /** The command line makes no sense; the message says what to change. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  /**
   * Takes words apart.
   *
   * @param options that take a value; {@code --option KEY=VALUE} may come again and again
   * @param flags that take none
   */
  Arguments(List<String> words, Set<String> options, Set<String> flags) throws UsageException {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("--")) {
        rest.add(word);
      } else if (flags.contains(word)) {
        values.put(word, "");
      } else if (!options.contains(word) && !word.equals(OPTION)) {
        Set<String> known = new TreeSet<>(options);
        known.addAll(flags);
        known.add(OPTION);
        throw new UsageException(
            "unknown option " + word + "; there are " + String.join(", ", known));
      } else if (i + 1 == words.size()) {
        throw new UsageException(word + " needs a value");
      } else if (word.equals(OPTION)) {
        setting(words.get(++i));
      } else {
        values.put(word, words.get(++i));
      }
    }
  }

  private void setting(String assignment) throws UsageException {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw new UsageException(OPTION + " " + assignment + ": expected KEY=VALUE");
    }
    settings.put(assignment.substring(0, equals), value(assignment.substring(equals + 1)));
  }

  /** As the configuration's files would have it: a number, a duration, a truth value or a text. */
  private static Object value(String text) {
    Duration duration = WrittenDuration.parse(text);
    if (duration != null) {
      return duration;
    }
    if (text.matches("-?[0-9]{1,9}")) {
      return Integer.valueOf(text);
    }
    return text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : text;
  }

  boolean has(String option) {
    return values.containsKey(option);
  }

  @Nullable String get(String option) {
    return values.get(option);
  }

  int number(String option, int fallback, int least, int most) throws UsageException {
    String text = values.get(option);
    if (text == null) {
      return fallback;
    }
    if (text.matches("[0-9]{1,9}")) {
      int n = Integer.parseInt(text);
      if (n >= least && n <= most) {
        return n;
      }
    }
    throw new UsageException(option + " must be " + least + " to " + most + ", not " + text);
  }

  List<String> rest() {
    return rest;
  }

  /** The connection to the endpoint that the one remaining word names. */
  ConnectionSpec connection() throws UsageException {
    if (rest.size() != 1) {
      throw new UsageException(
          rest.isEmpty() ? "the endpoint is missing" : "one endpoint only, not " + rest);
    }
    String text = rest.get(0);
    try {
      URI endpoint = new URI(text);
      if (endpoint.getScheme() != null && text.contains("://")) {
        return new ConnectionSpec(CONNECTION, endpoint, settings);
      }
    } catch (URISyntaxException e) {
      // Said below, with what would be right.
    }
    throw new UsageException(
        "`" + text + "` is no endpoint: write modbus-tcp://HOST:502 or opc.tcp://HOST:4840/PATH");
  }
}
