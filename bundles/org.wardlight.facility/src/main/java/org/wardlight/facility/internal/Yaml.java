package org.wardlight.facility.internal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a YAML file that knows where it stands. */
sealed interface Yaml {
  Place at();

  /** How many values it is made of, aliases counted each time they are used. */
  long size();

  /** A position in a file, both from 1. */
  record Place(int line, int column) {
    static final Place START = new Place(1, 1);
  }

  /** A key with its value. */
  record Field(Place at, Yaml value) {}

  record Mapping(Place at, long size, Map<String, Field> fields) implements Yaml {
    public Mapping {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  record Sequence(Place at, long size, List<Yaml> items) implements Yaml {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /**
   * A single value.
   *
   * @param text as written, without quotes
   * @param value what it stands for: String, Boolean, Integer, Long or Double; null for nothing
   * @param plain whether it was written without quotes
   */
  record Scalar(Place at, String text, @Nullable Object value, boolean plain) implements Yaml {
    @Override
    public long size() {
      return 1;
    }
  }
}
