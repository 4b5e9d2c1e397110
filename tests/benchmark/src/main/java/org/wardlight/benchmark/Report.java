package org.wardlight.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures by name, in order: as a table for people and as one line of JSON. */
final class Report {
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Row(String label, String figure) {}

  private final List<Row> rows = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final ObjectNode json = JSON.createObjectNode();

  Report text(String key, String label, String value) {
    rows.add(new Row(label, value));
    json.put(key, value);
    return this;
  }

  /** Adds a number; one that is not known is shown as a dash and is null in JSON. */
  Report number(String key, String label, double value, int decimals, String unit) {
    if (Double.isFinite(value)) {
      String shown = String.format(Locale.ROOT, "%,." + decimals + "f", value);
      rows.add(new Row(label, unit.isEmpty() ? shown : shown + " " + unit));
      if (decimals == 0) {
        json.put(key, Math.round(value));
      } else {
        double scale = Math.pow(10, decimals);
        json.put(key, Math.round(value * scale) / scale);
      }
    } else {
      rows.add(new Row(label, "-"));
      json.putNull(key);
    }
    return this;
  }

  /** Notes that a promise was broken: the figures stand, but the program must not end well. */
  Report failure(String what) {
    failures.add(what);
    return this;
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  String text() {
    int width = rows.stream().mapToInt(row -> row.label().length()).max().orElse(0);
    StringBuilder out = new StringBuilder();
    for (Row row : rows) {
      out.append(row.label()).append(" ".repeat(width - row.label().length() + 2));
      out.append(row.figure()).append('\n');
    }
    return out.append(json).append('\n').toString();
  }
}
