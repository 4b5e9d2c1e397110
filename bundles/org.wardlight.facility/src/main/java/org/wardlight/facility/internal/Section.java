package org.wardlight.facility.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.time.WrittenDuration;
import org.wardlight.facility.internal.Yaml.Field;
import org.wardlight.facility.internal.Yaml.Place;

/**
 * A mapping of a file, read key by key. The schema has been checked before; should a value be unfit
 * nevertheless, it is reported here and read as missing, so that reading goes on and finds the
 * other mistakes.
 */
record Section(String file, Yaml.Mapping mapping, Problems problems) {

  /** The keys in the order of the file. */
  Set<String> keys() {
    return mapping.fields().keySet();
  }

  boolean has(String key) {
    return mapping.fields().containsKey(key);
  }

  /** Where the key stands. */
  Place at(String key) {
    Field field = mapping.fields().get(key);
    return field == null ? mapping.at() : field.at();
  }

  /** Where the key's value stands. */
  Place valueAt(String key) {
    Field field = mapping.fields().get(key);
    return field == null ? mapping.at() : field.value().at();
  }

  void problem(Place at, String message) {
    problems.add(file, at, message);
  }

  /** A mapping within this one; null if it is missing. */
  @Nullable Section section(String key) {
    Field field = mapping.fields().get(key);
    if (field == null) {
      return null;
    }
    if (field.value() instanceof Yaml.Mapping inner) {
      return new Section(file, inner, problems);
    }
    unfit(key, "keys with values");
    return null;
  }

  /** The mappings below a key, by their own keys; empty if it is missing. */
  Map<String, Section> sections(String key) {
    Section outer = section(key);
    return outer == null ? Map.of() : outer.sections();
  }

  /** The mappings in this one, by key. */
  Map<String, Section> sections() {
    Map<String, Section> all = new LinkedHashMap<>();
    for (String key : keys()) {
      Section inner = section(key);
      if (inner != null) {
        all.put(key, inner);
      }
    }
    return all;
  }

  @Nullable String text(String key) {
    return value(key, String.class, "a text");
  }

  boolean flag(String key) {
    return has(key) && Boolean.TRUE.equals(value(key, Boolean.class, "true or false"));
  }

  @Nullable Double number(String key) {
    Number number = value(key, Number.class, "a number");
    return number == null ? null : (Double) number.doubleValue();
  }

  @Nullable Duration duration(String key) {
    String text = text(key);
    Duration duration = text == null ? null : WrittenDuration.parse(text);
    if (text != null && duration == null) {
      unfit(key, "a duration such as 250ms, 15s, 15min or 2h");
    }
    return duration;
  }

  /** A word of the configuration as a constant: {@code high-dependency} is HIGH_DEPENDENCY. */
  <E extends Enum<E>> @Nullable E word(String key, Class<E> type) {
    String text = text(key);
    if (text == null) {
      return null;
    }
    String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    unfit(key, "another word");
    return null;
  }

  /**
   * A text that must be one of the known ones; reported and read as missing if it is not.
   *
   * @param known null if they could not be read: then every text will do
   */
  @Nullable String known(String key, String what, @Nullable Set<String> known) {
    String text = text(key);
    if (text == null || known == null || known.contains(text)) {
      return text;
    }
    problem(valueAt(key), "unknown " + what + " `" + text + "`" + DidYouMean.among(text, known));
    return null;
  }

  /** The texts of a list, empty if it is missing. */
  List<String> texts(String key) {
    Field field = mapping.fields().get(key);
    List<String> texts = new ArrayList<>();
    if (field != null && field.value() instanceof Yaml.Sequence list) {
      for (Yaml item : list.items()) {
        if (item instanceof Yaml.Scalar scalar && scalar.value() instanceof String text) {
          texts.add(text);
        } else {
          problems.addUnlessKnown(file, item.at(), "expected a text");
        }
      }
    } else if (field != null) {
      unfit(key, "a list");
    }
    return texts;
  }

  /** Everything in here as plain values; unquoted durations become {@link Duration}. */
  Map<String, Object> plain() {
    Map<String, Object> values = new LinkedHashMap<>();
    mapping
        .fields()
        .forEach(
            (key, field) -> {
              Object value = plain(field.value());
              if (value == null) {
                problems.addUnlessKnown(
                    file, field.at(), "`" + key + "` has no value: give it one or remove it");
              } else {
                values.put(key, value);
              }
            });
    return values;
  }

  private @Nullable Object plain(Yaml value) {
    if (value instanceof Yaml.Mapping inner) {
      return new Section(file, inner, problems).plain();
    }
    if (value instanceof Yaml.Sequence list) {
      List<Object> items = new ArrayList<>();
      for (Yaml item : list.items()) {
        Object plain = plain(item);
        if (plain != null) {
          items.add(plain);
        }
      }
      return items;
    }
    if (value instanceof Yaml.Scalar scalar) {
      Duration duration = scalar.plain() ? WrittenDuration.parse(scalar.text()) : null;
      return duration == null ? scalar.value() : duration;
    }
    throw new IllegalStateException("unknown value " + value);
  }

  private <T> @Nullable T value(String key, Class<T> type, String expected) {
    Field field = mapping.fields().get(key);
    if (field == null) {
      return null;
    }
    if (field.value() instanceof Yaml.Scalar scalar && type.isInstance(scalar.value())) {
      return type.cast(scalar.value());
    }
    unfit(key, expected);
    return null;
  }

  private void unfit(String key, String expected) {
    problems.addUnlessKnown(file, valueAt(key), "`" + key + "`: expected " + expected);
  }
}
