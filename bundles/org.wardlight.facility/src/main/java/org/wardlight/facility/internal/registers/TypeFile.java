package org.wardlight.facility.internal.registers;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A device type as its file has it, and what differs between two. */
final class TypeFile {
  private TypeFile() {}

  /** The text of {@code types/<type>.yaml}. */
  static String write(String type, String description, List<Register> registers) {
    StringBuilder out = new StringBuilder();
    out.append("type: ").append(type).append("\nprotocol: modbus\n");
    out.append("description: ").append(quoted(description)).append("\npoints:\n");
    for (Register register : registers) {
      out.append("  ").append(register.name()).append(": ").append(point(register));
      if (register.guessedFrom() != null) {
        out.append("  # kind guessed from ").append(comment(register.guessedFrom()));
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static String point(Register register) {
    List<String> parts = new ArrayList<>();
    parts.add("kind: " + register.kind());
    if (register.bed() > 0) {
      parts.add("bed: " + register.bed());
    }
    parts.add("scan: " + register.scan().name().toLowerCase(Locale.ROOT));
    if (register.writable()) {
      parts.add("writable: true");
    }
    if (register.min() != null) {
      parts.add("min: " + number(register.min()));
    }
    if (register.max() != null) {
      parts.add("max: " + number(register.max()));
    }
    parts.add("register: " + address(register));
    return "{" + String.join(", ", parts) + "}";
  }

  private static String address(Register register) {
    List<String> parts = new ArrayList<>();
    parts.add("table: " + register.table());
    parts.add("address: " + register.address());
    if (register.table().endsWith("register")) {
      parts.add("type: " + register.type());
    }
    if (register.length() > 0) {
      parts.add("length: " + register.length());
    }
    if (register.bit() >= 0) {
      parts.add("bit: " + register.bit());
    } else if (!register.order().equals("ABCD")) {
      parts.add("order: " + register.order());
    }
    if (register.scale() != 1) {
      parts.add("scale: " + number(register.scale()));
    }
    if (register.offset() != 0) {
      parts.add("offset: " + number(register.offset()));
    }
    if (!register.states().isEmpty()) {
      parts.add(
          "states: {"
              + register.states().entrySet().stream()
                  .map(state -> quoted(state.getKey()) + ": " + raws(state.getValue()))
                  .collect(Collectors.joining(", "))
              + "}");
    }
    return "{" + String.join(", ", parts) + "}";
  }

  private static String raws(List<Long> raws) {
    return raws.size() == 1 ? String.valueOf(raws.get(0)) : String.valueOf(raws);
  }

  private static String number(double value) {
    String text = new BigDecimal(String.valueOf(value)).stripTrailingZeros().toPlainString();
    return text.equals("-0") ? "0" : text;
  }

  private static String quoted(String text) {
    return text.matches("[A-Za-z][A-Za-z0-9-]*") && !text.matches("true|false|null")
        ? text
        : '"'
            + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}+", " ")
            + '"';
  }

  private static String comment(String text) {
    return "“" + text.replaceAll("[\\p{Cntrl}\\s]+", " ") + "”";
  }

  /** Lines that only one of the two has, whatever their spacing: {@code - old}, {@code + new}. */
  static List<String> diff(String before, String after) {
    Set<String> old = lines(before);
    Set<String> now = lines(after);
    List<String> diff = new ArrayList<>();
    old.stream().filter(line -> !now.contains(line)).forEach(line -> diff.add("- " + line));
    now.stream().filter(line -> !old.contains(line)).forEach(line -> diff.add("+ " + line));
    return diff;
  }

  private static Set<String> lines(String text) {
    return text.lines()
        .map(line -> line.replaceFirst("(^|\\s)#.*$", "").replaceAll("\\s+", " ").strip())
        .filter(line -> !line.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
