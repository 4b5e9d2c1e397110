package org.wardlight.driver.modbus.internal;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Settings as a configuration file gives them, read with their bounds. Whatever is wrong ends in an
 * IllegalArgumentException that names the setting and what would be right.
 *
 * @param prefix stands before each name in messages, for example {@code "option "}
 */
record Settings(String prefix, Map<?, ?> values) {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** Fails if there is a setting of another name. */
  void only(Set<String> known) {
    for (Object name : values.keySet()) {
      if (!known.contains(String.valueOf(name))) {
        throw new IllegalArgumentException(
            prefix + name + " is not known; there are " + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  boolean has(String name) {
    return values.get(name) != null;
  }

  /** A whole number within these bounds; without a fallback it must be there. */
  int whole(String name, @Nullable Integer fallback, int least, int greatest) {
    Object value = values.get(name);
    if (value == null && fallback != null) {
      return fallback;
    }
    if (value instanceof Number n
        && n.doubleValue() == n.intValue()
        && n.intValue() >= least
        && n.intValue() <= greatest) {
      return n.intValue();
    }
    throw wrong(name, "a whole number from " + least + " to " + greatest, value);
  }

  double number(String name, double fallback) {
    Object value = values.get(name);
    if (value == null) {
      return fallback;
    }
    if (value instanceof Number n && Double.isFinite(n.doubleValue())) {
      return n.doubleValue();
    }
    throw wrong(name, "a number", value);
  }

  boolean flag(String name) {
    Object value = values.get(name);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw wrong(name, "true or false", value);
  }

  /** One of the constants, written in lower case with dashes; upper case is taken too. */
  <E extends Enum<E>> E word(Class<E> type, String name, @Nullable E fallback) {
    Object value = values.get(name);
    if (value == null && fallback != null) {
      return fallback;
    }
    for (E constant : type.getEnumConstants()) {
      if (word(constant).equals(String.valueOf(value).toLowerCase(Locale.ROOT))) {
        return constant;
      }
    }
    List<String> words = Arrays.stream(type.getEnumConstants()).map(Settings::word).toList();
    throw wrong(name, "one of " + String.join(", ", words), value);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Duration duration(String name, Duration fallback, Duration least) {
    Object value = values.get(name);
    if (value == null) {
      return fallback;
    }
    if (value instanceof Duration d && d.compareTo(least) >= 0 && d.compareTo(LONGEST) <= 0) {
      return d;
    }
    throw wrong(name, "a duration from " + least.toMillis() + "ms to 1min", value);
  }

  /** Settings within a setting; empty if it is not there. */
  Settings map(String name) {
    Object value = values.get(name);
    if (value == null) {
      return new Settings(prefix + name + ": ", Map.of());
    }
    if (value instanceof Map<?, ?> map) {
      return new Settings(prefix + name + ": ", map);
    }
    throw wrong(name, "a map", value);
  }

  /** A list of settings within a setting; empty if it is not there. */
  List<Settings> maps(String name) {
    Object value = values.get(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) {
      return list.stream().map(m -> new Settings(prefix + name + ": ", (Map<?, ?>) m)).toList();
    }
    throw wrong(name, "a list of maps", value);
  }

  private IllegalArgumentException wrong(String name, String right, @Nullable Object value) {
    return new IllegalArgumentException(prefix + name + " must be " + right + ", not " + value);
  }
}
