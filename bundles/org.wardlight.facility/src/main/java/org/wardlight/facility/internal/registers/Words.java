package org.wardlight.facility.internal.registers;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The words of register lists: tables, types, orders, numbers, states. Every method answers null
 * for what it does not understand.
 */
final class Words {
  /** A table, and whether the function codes say that it may be written. */
  record Table(String name, boolean writable) {}

  /**
   * A type.
   *
   * @param length in registers, of a string whose type says it; else 0
   * @param bit of a type such as BIT3, else −1
   */
  record Type(String name, int length, int bit) {}

  private static final Pattern SIZED =
      Pattern.compile("(?:string|char|ascii|text|str)\\s*[\\[(]?\\s*(\\d{1,3})?\\s*[\\])]?");
  private static final Pattern POWER = Pattern.compile("10\\s*(?:\\^|\\*\\*)\\s*\\(?(-?\\d)\\)?");
  private static final Pattern STATE =
      Pattern.compile("(0x[0-9a-f]{1,8}|-?\\d{1,10})\\s*[=:：]\\s*(.+)", Pattern.CASE_INSENSITIVE);

  private Words() {}

  private static String folded(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", " ").strip();
  }

  /** Function codes such as {@code 3}, {@code FC03}, {@code 3/6/16}, or the name of a table. */
  static @Nullable Table table(String text) {
    String word = folded(text);
    if (word.matches(
        "(?:fc|function|0x|f)?\\s*\\d{1,2}(?:\\s*[/,+;&]\\s*(?:fc|0x)?\\s*\\d{1,2})*")) {
      return byFunctionCodes(word);
    }
    if (word.matches("(holding|hr|4x|ao|halte).*|.*(保持).*")) {
      return new Table("holding-register", false);
    }
    if (word.matches("(input reg|ir|3x|ai|eingangsreg).*|input|.*(输入寄存器).*")) {
      return new Table("input-register", false);
    }
    if (word.matches("(discrete|di|1x|digital in|diskret|input status|contact).*|.*(离散).*")) {
      return new Table("discrete-input", false);
    }
    return word.matches("(coil|0x|do|digital out|spule|output status).*|.*(线圈).*")
        ? new Table("coil", false)
        : null;
  }

  private static @Nullable Table byFunctionCodes(String word) {
    String name = null;
    boolean writable = false;
    Matcher codes = Pattern.compile("(?:0x)?(\\d{1,2})").matcher(word);
    while (codes.find()) {
      String of =
          switch (Integer.parseInt(codes.group(1))) {
            case 1, 5, 15 -> "coil";
            case 2 -> "discrete-input";
            case 3, 6, 16, 22, 23 -> "holding-register";
            case 4 -> "input-register";
            default -> null;
          };
      if (of == null || (name != null && !name.equals(of))) {
        return null;
      }
      writable |= Integer.parseInt(codes.group(1)) > 4;
      name = of;
    }
    return name == null ? null : new Table(name, writable);
  }

  /**
   * A type of register.
   *
   * @param registers how many registers the list says, 0 if it does not
   */
  static @Nullable Type type(String text, int registers) {
    String word = folded(text).replaceAll("\\b(\\d+) ?(bits?|位)\\b", "$1").replace(" ", "");
    Matcher sized = SIZED.matcher(folded(text));
    if (sized.matches()) {
      int characters = sized.group(1) == null ? 0 : Integer.parseInt(sized.group(1));
      int length = registers > 0 ? registers : (characters + 1) / 2;
      return new Type("string", length, -1);
    }
    Matcher bit = Pattern.compile("bit\\[?(\\d{1,2})]?").matcher(word);
    if (bit.matches() && Integer.parseInt(bit.group(1)) < 16) {
      return new Type("bool", 0, Integer.parseInt(bit.group(1)));
    }
    String name =
        switch (word) {
          case "bool", "boolean", "bit", "flag", "布尔" -> "bool";
          case "int16",
              "s16",
              "i16",
              "short",
              "sint16",
              "signed16",
              "16signed",
              "有符号16位",
              "有符号16" ->
              "int16";
          case "int", "integer", "signed", "sint", "有符号", "有符号整数" -> whole("int", registers);
          case "uint16", "u16", "word", "ushort", "unsigned16", "16unsigned", "无符号16位", "无符号16" ->
              "uint16";
          case "uint", "unsigned", "unsignedint", "unsignedinteger", "无符号", "无符号整数" ->
              whole("uint", registers);
          case "int32", "s32", "i32", "dint", "long", "sint32", "signed32", "32signed" -> "int32";
          case "uint32", "u32", "dword", "udint", "ulong", "unsigned32", "32unsigned" -> "uint32";
          case "int64", "s64", "i64", "lint", "longlong", "signed64" -> "int64";
          case "uint64", "u64", "qword", "ulint", "unsigned64" -> "uint64";
          case "float",
              "real",
              "float32",
              "f32",
              "single",
              "ieee754",
              "float32ieee754",
              "浮点",
              "浮点数" ->
              registers == 4 ? "float64" : "float32";
          case "double", "float64", "f64", "lreal", "双精度" -> "float64";
          case "bcd" -> registers == 2 ? "bcd32" : "bcd16";
          case "bcd16", "bcd32" -> word;
          default -> null;
        };
    return name == null ? null : new Type(name, 0, -1);
  }

  private static @Nullable String whole(String kind, int registers) {
    return switch (registers) {
      case 0, 1 -> kind + "16";
      case 2 -> kind + "32";
      case 4 -> kind + "64";
      default -> null;
    };
  }

  /** {@code CDAB}, or in words which half comes first. */
  static @Nullable String order(String text) {
    String word = folded(text).replace(" ", "");
    return switch (word) {
      case "abcd",
          "1234",
          "big",
          "bigendian",
          "be",
          "highwordfirst",
          "msw",
          "mswfirst",
          "hl",
          "大端" ->
          "ABCD";
      case "cdab",
          "3412",
          "wordswap",
          "wordswapped",
          "lowwordfirst",
          "lsw",
          "lswfirst",
          "lh",
          "midlittle" ->
          "CDAB";
      case "badc", "2143", "byteswap", "byteswapped", "midbig" -> "BADC";
      case "dcba", "4321", "little", "littleendian", "le", "小端" -> "DCBA";
      default -> null;
    };
  }

  /** Whether the access includes writing. */
  static @Nullable Boolean writable(String text) {
    String word = folded(text).replaceAll("[\\s/,&+-]", "");
    return switch (word) {
      case "r", "ro", "read", "readonly", "lesen", "nurlesen", "l", "只读", "读" -> false;
      case "rw",
          "wr",
          "readwrite",
          "lesenschreiben",
          "ls",
          "w",
          "wo",
          "write",
          "writeonly",
          "schreiben",
          "读写",
          "可读写",
          "写",
          "只写" ->
          true;
      default -> null;
    };
  }

  /** A number with a decimal point or comma. */
  static @Nullable Double number(String text) {
    String word = text.strip().replace(" ", "").replace("\u00a0", "").replace('−', '-');
    if (word.contains(",") && word.lastIndexOf(',') > word.lastIndexOf('.')) {
      word = word.replace(".", "").replace(',', '.');
    }
    if (!word.matches("[+-]?(\\d{1,18}(\\.\\d{0,12})?|\\.\\d{1,12})([eE][+-]?\\d{1,2})?")) {
      return null;
    }
    return new BigDecimal(word).doubleValue();
  }

  /** A factor: {@code 0.1}, {@code 0,1}, {@code /10}, {@code 1/10}, {@code x10}, {@code 10^-1}. */
  static @Nullable Double factor(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT).replaceFirst("^[x*×]\\s*", "");
    Matcher power = POWER.matcher(word);
    if (power.matches()) {
      return new BigDecimal("1e" + power.group(1)).doubleValue();
    }
    int slash = word.indexOf('/');
    if (slash < 0) {
      return number(word);
    }
    Double above = slash == 0 ? (Double) 1.0 : number(word.substring(0, slash));
    Double below = number(word.substring(slash + 1));
    return above == null || below == null || below == 0 ? null : (Double) (above / below);
  }

  /** {@code 0=off; 1=on}: names by raw value. */
  static @Nullable Map<Long, String> states(String text) {
    Map<Long, String> states = new LinkedHashMap<>();
    for (String part : text.split("[;|,/\\n；，](?=\\s*(?:0x[0-9a-fA-F]|-?\\d))", -1)) {
      if (part.isBlank()) {
        continue;
      }
      Matcher state = STATE.matcher(part.strip().replaceFirst("[;|,]$", ""));
      if (!state.matches()) {
        return null;
      }
      if (states.put(Long.decode(trimmed(state.group(1))), state.group(2).strip()) != null) {
        return null;
      }
    }
    return states.isEmpty() ? null : states;
  }

  /** Leading zeros mean nothing here, whatever Java thinks of octal numbers. */
  private static String trimmed(String number) {
    return number.toLowerCase(Locale.ROOT).startsWith("0x")
        ? number
        : number.replaceFirst("^(-?)0+(?=\\d)", "$1");
  }
}
