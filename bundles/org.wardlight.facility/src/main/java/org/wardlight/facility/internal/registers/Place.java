package org.wardlight.facility.internal.registers;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address of a list, in one of the notations that makers use.
 *
 * @param table if the notation says it, else null
 * @param address as the protocol counts, from 0
 * @param bit 0 to 15 if the notation says it, else −1
 */
record Place(@Nullable String table, int address, int bit) {
  /** How plain numbers are meant. */
  enum Counting {
    /** 0 is the first register, as on the wire. */
    FROM_ZERO,
    /** 1 is the first register. */
    FROM_ONE,
    /** 40001 is the first holding register, 30001 the first input register. */
    MODICON
  }

  private static final Pattern HEX = Pattern.compile("(?:0x([0-9a-f]{1,4})|([0-9a-f]{1,4})h)");
  private static final Pattern WITH_X = Pattern.compile("([0134])x:?\\s*([0-9]{1,5})");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,6}");
  private static final Pattern MODICON = Pattern.compile("([0134])([0-9]{4,5})");

  /** Reads an address; null if it is none. A range such as 40001-40002 begins it. */
  static @Nullable Place of(String text, Counting counting) {
    String word = text.toLowerCase(Locale.ROOT).strip();
    Matcher range = Pattern.compile("(\\S+?)\\s*(?:-|–|\\.\\.|to|~)\\s*[0-9a-fx]+h?").matcher(word);
    if (range.matches()) {
      word = range.group(1);
    }
    int bit = -1;
    Matcher dotted = Pattern.compile("(.+?)[.:/](?:bit)?\\s*([0-9]{1,2})").matcher(word);
    if (dotted.matches() && Integer.parseInt(dotted.group(2)) < 16) {
      word = dotted.group(1);
      bit = Integer.parseInt(dotted.group(2));
    }
    Matcher hex = HEX.matcher(word);
    Matcher withX = WITH_X.matcher(word);
    Matcher modicon = MODICON.matcher(word);
    if (hex.matches() && !isModiconWithX(word)) {
      String digits = hex.group(1) == null ? hex.group(2) : hex.group(1);
      return at(null, Integer.parseInt(digits, 16), bit);
    }
    if (withX.matches()) {
      return at(table(withX.group(1)), Integer.parseInt(withX.group(2)) - 1, bit);
    }
    if (counting == Counting.MODICON) {
      return modicon.matches()
          ? at(table(modicon.group(1)), Integer.parseInt(modicon.group(2)) - 1, bit)
          : null;
    }
    return DIGITS.matcher(word).matches()
        ? at(null, Integer.parseInt(word) - (counting == Counting.FROM_ONE ? 1 : 0), bit)
        : null;
  }

  /** {@code 0x12} is hexadecimal, and never the coil 12. */
  private static boolean isModiconWithX(String word) {
    return word.matches("[134]x.*");
  }

  /** Whether a plain number looks like 40001: five or six digits that begin with a table. */
  static boolean looksLikeModicon(String text) {
    return MODICON.matcher(text.strip().replaceFirst("[.:/-].*$", "")).matches();
  }

  private static @Nullable Place at(@Nullable String table, int address, int bit) {
    return address < 0 || address > 0xFFFF ? null : new Place(table, address, bit);
  }

  private static String table(String digit) {
    return switch (digit) {
      case "0" -> "coil";
      case "1" -> "discrete-input";
      case "3" -> "input-register";
      default -> "holding-register";
    };
  }
}
