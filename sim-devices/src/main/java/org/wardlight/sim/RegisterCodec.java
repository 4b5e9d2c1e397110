package org.wardlight.sim;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.Point;

/**
 * How one Modbus point lies in its table: {@code value = raw × scale + offset}, or the raw value
 * that stands for a state.
 *
 * @param unit Modbus unit id, 0 to 255
 * @param address first register or bit, from 0
 * @param bit bit 0 to 15 of the register, or -1
 * @param length how many registers (or bits) it covers
 * @param rawOfState the raw value of each state, by its number; empty if values are not translated
 * @param text what a string says; empty for all else
 */
record RegisterCodec(
    int unit,
    Table table,
    int address,
    Type type,
    Order order,
    int bit,
    double scale,
    double offset,
    int length,
    List<Double> rawOfState,
    String text) {

  /** The four tables of Modbus. */
  enum Table {
    COIL,
    DISCRETE_INPUT,
    INPUT_REGISTER,
    HOLDING_REGISTER;

    boolean ofBits() {
      return this == COIL || this == DISCRETE_INPUT;
    }
  }

  /** What the registers hold. */
  enum Type {
    BOOL(1),
    INT16(1),
    UINT16(1),
    INT32(2),
    UINT32(2),
    FLOAT32(2),
    INT64(4),
    UINT64(4),
    FLOAT64(4),
    BCD16(1),
    BCD32(2),
    STRING(0);

    final int registers;

    Type(int registers) {
      this.registers = registers;
    }
  }

  /** The order of bytes, A being the most significant one of a pair of registers. */
  enum Order {
    ABCD,
    CDAB,
    BADC,
    DCBA
  }

  /** Reads {@code Point.address()}. */
  static RegisterCodec of(Point point) {
    Map<String, Object> a = point.address();
    Table table = word(Table.class, point, "table", null);
    int unit = number(point, "unit", 1.0).intValue();
    int address = number(point, "address", null).intValue();
    int bit = number(point, "bit", -1.0).intValue();
    Type type =
        table.ofBits() || a.containsKey("bit")
            ? Type.BOOL
            : word(Type.class, point, "type", Type.UINT16);
    if (unit < 0 || unit > 255 || address < 0 || address + type.registers > 65_536) {
      throw new SimulationException(
          "point " + point.name() + ": unit " + unit + ", address " + address + " is out of range");
    }
    boolean inverted = Boolean.TRUE.equals(a.get("inverted"));
    double scale = inverted ? -1 : number(point, "scale", 1.0);
    if (scale == 0) {
      throw new SimulationException("point " + point.name() + ": scale must not be 0");
    }
    boolean text = type == Type.STRING;
    return new RegisterCodec(
        unit,
        table,
        address,
        type,
        word(Order.class, point, "order", Order.ABCD),
        type == Type.BOOL && !table.ofBits() ? Math.max(0, bit) : -1,
        scale,
        inverted ? 1 : number(point, "offset", 0.0),
        text ? number(point, "length", null).intValue() : type.registers,
        rawOfState(point),
        // A device says of itself what it is called here.
        text ? point.device() : "");
  }

  private static List<Double> rawOfState(Point point) {
    if (!(point.address().get("states") instanceof Map<?, ?> states)) {
      return List.of();
    }
    List<String> names =
        point.kind().states().isEmpty() ? List.of("false", "true") : point.kind().states();
    return names.stream()
        .map(states::get)
        .map(raw -> raw instanceof List<?> list ? list.get(0) : raw)
        .<Double>map(raw -> raw instanceof Number n ? n.doubleValue() : 0.0)
        .toList();
  }

  /** The raw number of a value. */
  double raw(double value) {
    return rawOfState.isEmpty()
        ? (value - offset) / scale
        : rawOfState.get((int) Math.max(0, Math.min(rawOfState.size() - 1, value)));
  }

  /** The value of a raw number; NaN if it stands for no state. */
  double value(double raw) {
    int state = rawOfState.indexOf(raw);
    return rawOfState.isEmpty() ? raw * scale + offset : state < 0 ? Double.NaN : state;
  }

  /** Puts a value into the table's bytes; integers saturate at the bounds of their type. */
  void encode(double value, byte[] registers, int at) {
    double raw = raw(value);
    if (type == Type.BOOL) {
      int word = ((registers[at] & 0xff) << 8) | (registers[at + 1] & 0xff);
      int mask = 1 << bit;
      word = raw != 0 ? word | mask : word & ~mask;
      registers[at] = (byte) (word >> 8);
      registers[at + 1] = (byte) word;
      return;
    }
    ByteBuffer buffer = ByteBuffer.allocate(length * 2);
    switch (type) {
      case INT16 -> buffer.putShort((short) bounded(raw, Short.MIN_VALUE, Short.MAX_VALUE));
      case UINT16 -> buffer.putShort((short) bounded(raw, 0, 0xffff));
      case INT32 -> buffer.putInt((int) bounded(raw, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case UINT32 -> buffer.putInt((int) bounded(raw, 0, 0xffff_ffffL));
      case INT64, UINT64 -> buffer.putLong(bounded(raw, Long.MIN_VALUE, Long.MAX_VALUE));
      case FLOAT32 -> buffer.putFloat((float) raw);
      // The digits of a number read as hexadecimal are its BCD.
      case BCD16 -> buffer.putShort((short) Integer.parseInt("" + bounded(raw, 0, 9_999), 16));
      case BCD32 -> buffer.putInt((int) Long.parseLong("" + bounded(raw, 0, 99_999_999), 16));
      case STRING -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        buffer.put(bytes, 0, Math.min(bytes.length, buffer.capacity()));
      }
      default -> buffer.putDouble(raw);
    }
    reorder(buffer.array(), registers, at);
  }

  /** The value in the table's bytes. */
  double decode(byte[] registers, int at) {
    if (type == Type.BOOL) {
      int word = ((registers[at] & 0xff) << 8) | (registers[at + 1] & 0xff);
      return value((word >> bit) & 1);
    }
    ByteBuffer buffer = ByteBuffer.allocate(length * 2);
    byte[] slice = new byte[length * 2];
    System.arraycopy(registers, at, slice, 0, slice.length);
    reorder(slice, buffer.array(), 0);
    double raw =
        switch (type) {
          case INT16 -> buffer.getShort();
          case UINT16 -> buffer.getShort() & 0xffff;
          case INT32 -> buffer.getInt();
          case UINT32 -> buffer.getInt() & 0xffff_ffffL;
          case INT64, UINT64 -> buffer.getLong();
          case FLOAT32 -> buffer.getFloat();
          case BCD16, BCD32 -> fromBcd(buffer.array());
          case STRING -> 0;
          default -> buffer.getDouble();
        };
    return value(raw);
  }

  private static double fromBcd(byte[] bytes) {
    try {
      return Long.parseLong(HexFormat.of().formatHex(bytes));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Every order is its own inverse, so this serves both directions. */
  private void reorder(byte[] from, byte[] to, int at) {
    int n = from.length;
    for (int i = 0; i < n; i++) {
      int j =
          switch (order) {
            case ABCD -> i;
            case CDAB -> n - 2 - (i & ~1) + (i & 1);
            case BADC -> i ^ 1;
            case DCBA -> n - 1 - i;
          };
      to[at + j] = from[i];
    }
  }

  private static long bounded(double raw, long least, long most) {
    return Math.max(least, Math.min(most, Math.round(raw)));
  }

  private static Double number(Point point, String key, @Nullable Double fallback) {
    Object value = point.address().get(key);
    if (value instanceof Number n) {
      return n.doubleValue();
    }
    if (value == null && fallback != null) {
      return fallback;
    }
    throw new SimulationException(
        "point " + point.name() + ": address needs a number " + key + ", found " + value);
  }

  private static <E extends Enum<E>> E word(
      Class<E> type, Point point, String key, @Nullable E fallback) {
    Object value = point.address().get(key);
    if (value == null && fallback != null) {
      return fallback;
    }
    for (E constant : type.getEnumConstants()) {
      String word = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (word.equalsIgnoreCase(String.valueOf(value))) {
        return constant;
      }
    }
    throw new SimulationException(
        "point " + point.name() + ": cannot simulate " + key + " \"" + value + "\"");
  }
}
