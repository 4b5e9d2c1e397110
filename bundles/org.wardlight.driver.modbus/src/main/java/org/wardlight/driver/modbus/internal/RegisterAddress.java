package org.wardlight.driver.modbus.internal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a point lies in a unit and how its bits become a value: value = raw × scale + offset.
 *
 * @param address from 0, 16 bits
 * @param bit 0 to 15 in a register, 0 the least significant; -1 if the type is no bit of a register
 */
record RegisterAddress(
    int unit,
    Table table,
    int address,
    RegisterType type,
    WordOrder order,
    int bit,
    double scale,
    double offset) {

  RegisterAddress {
    inRange("unit", unit, 0, 255);
    inRange("address", address, 0, 0xFFFF + 1 - type.words);
    boolean bitOfRegister = !table.ofBits && type == RegisterType.BOOL;
    if (bitOfRegister) {
      inRange("bit", bit, 0, 15);
    } else if (bit != -1) {
      throw new IllegalArgumentException("bit goes only with type bool and a register table");
    }
    if (table.ofBits && type != RegisterType.BOOL) {
      throw new IllegalArgumentException("a " + table.word + " is always of type bool");
    }
    if (scale == 0 || !Double.isFinite(scale) || !Double.isFinite(offset)) {
      throw new IllegalArgumentException("scale must be finite and not 0, offset finite");
    }
  }

  /**
   * Reads a point's address settings.
   *
   * @throws IllegalArgumentException if they make no sense; the message says what to change
   */
  static RegisterAddress of(Map<String, Object> settings) {
    String tableWord = String.valueOf(settings.get("table"));
    Table table =
        Arrays.stream(Table.values())
            .filter(t -> t.word.equals(tableWord))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "table must be coil, discrete-input, input-register or holding-register,"
                            + " not "
                            + tableWord));
    boolean isBit = table.ofBits || settings.containsKey("bit");
    return new RegisterAddress(
        whole(settings, "unit", null),
        table,
        whole(settings, "address", null),
        word(RegisterType.class, settings, "type", isBit ? RegisterType.BOOL : null),
        word(WordOrder.class, settings, "order", WordOrder.ABCD),
        whole(settings, "bit", -1),
        number(settings, "scale", 1),
        number(settings, "offset", 0));
  }

  /** How many addresses of its table it takes. */
  int length() {
    return table.ofBits ? 1 : type.words;
  }

  private static <E extends Enum<E>> E word(
      Class<E> type, Map<String, Object> settings, String name, @Nullable E fallback) {
    Object value = settings.get(name);
    if (value == null && fallback != null) {
      return fallback;
    }
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(String.valueOf(value).toUpperCase(Locale.ROOT))) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        name
            + " must be one of "
            + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)
            + ", not "
            + value);
  }

  private static int whole(Map<String, Object> settings, String name, @Nullable Integer fallback) {
    Object value = settings.get(name);
    if (value == null && fallback != null) {
      return fallback;
    }
    if (value instanceof Number n && n.doubleValue() == n.intValue()) {
      return n.intValue();
    }
    throw new IllegalArgumentException(name + " must be a whole number, not " + value);
  }

  private static double number(Map<String, Object> settings, String name, double fallback) {
    Object value = settings.get(name);
    if (value == null) {
      return fallback;
    }
    if (value instanceof Number n) {
      return n.doubleValue();
    }
    throw new IllegalArgumentException(name + " must be a number, not " + value);
  }

  private static void inRange(String name, int value, int least, int greatest) {
    if (value < least || value > greatest) {
      throw new IllegalArgumentException(
          name + " must be " + least + " to " + greatest + ", not " + value);
    }
  }
}
