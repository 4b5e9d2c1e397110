package org.wardlight.commissioning.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.wardlight.api.commission.Poll;
import org.wardlight.api.commission.Poll.Value;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.Quality;

/** What a poll gave, as a table for people. */
final class PollTable {
  private static final List<String> HEADINGS =
      List.of("POINT", "KIND", "ADDRESS", "RAW", "VALUE", "QUALITY", "REASON", "AFTER");

  private PollTable() {}

  static List<String> lines(Poll poll) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADINGS);
    poll.values().forEach(value -> rows.add(row(value)));
    int[] widths = new int[HEADINGS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private static List<String> row(Value value) {
    boolean known = value.quality() != Quality.BAD;
    return List.of(
        value.point().name().replaceFirst("^[^/]*/", ""),
        value.point().kind().id(),
        address(value.point().address()),
        known ? raw(value) : "",
        known ? shown(value) : "-",
        value.quality().name(),
        value.quality() == Quality.GOOD ? "" : value.reason().name(),
        value.after().isZero() ? "" : value.after().toMillis() + " ms");
  }

  /** {@code input-register 10 int16}, {@code holding-register 4.3} or the node's id. */
  private static String address(Map<String, Object> address) {
    Object table = address.get("table");
    if (table == null) {
      return address.getOrDefault("id", "") + " " + address.getOrDefault("type", "");
    }
    Object bit = address.get("bit");
    if (bit != null) {
      return table + " " + address.get("address") + "." + bit;
    }
    Object type = address.getOrDefault("type", "");
    return table + " " + address.get("address") + ("bool".equals(type) ? "" : " " + type);
  }

  /** What the register held, worked out from scale and offset; empty where it is the value. */
  private static String raw(Value value) {
    Map<String, Object> address = value.point().address();
    double scale = address.get("scale") instanceof Number n ? n.doubleValue() : 1;
    double offset = address.get("offset") instanceof Number n ? n.doubleValue() : 0;
    return scale == 1 && offset == 0 ? "" : number((value.value() - offset) / scale);
  }

  private static String shown(Value value) {
    PointKind kind = value.point().kind();
    return switch (kind.type()) {
      case TEXT -> "\"" + value.text() + "\"";
      case BOOLEAN -> value.value() == 0 ? "off" : "on";
      case STATE -> {
        int state = (int) value.value();
        yield state >= 0 && state < kind.states().size()
            ? kind.states().get(state)
            : "state " + number(value.value());
      }
      case NUMBER -> (number(value.value()) + " " + kind.unit()).strip();
    };
  }

  /** At most six digits after the point, without the noise of binary fractions. */
  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.6f", value);
    return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
  }
}
