package org.wardlight.driver.modbus.internal;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.ValueType;

/**
 * Where a point lies in a unit and how its bits become a value.
 *
 * @param address from 0, 16 bits
 */
record RegisterAddress(int unit, Table table, int address, Layout layout) {
  private static final int LONGEST_TEXT = 125;

  RegisterAddress {
    if (address + layout.length() > 0x1_0000) {
      throw new IllegalArgumentException(
          "address must be 0 to %d for %d registers, not %d"
              .formatted(0x1_0000 - layout.length(), layout.length(), address));
    }
  }

  /** How characters are written. */
  private enum Encoding {
    ASCII(StandardCharsets.US_ASCII),
    UTF_8(StandardCharsets.UTF_8);

    final Charset charset;

    Encoding(Charset charset) {
      this.charset = charset;
    }
  }

  /**
   * Reads a point's address settings.
   *
   * @throws IllegalArgumentException if they make no sense; the message says what to change
   */
  static RegisterAddress of(Point point) {
    Settings settings = new Settings("", point.address());
    Table table = settings.word(Table.class, "table", null);
    PointKind kind = point.kind();
    boolean text = "string".equals(String.valueOf(settings.values().get("type")));
    if (text != (kind.type() == ValueType.TEXT)) {
      throw new IllegalArgumentException("type string goes with kinds of type text, and only they");
    }
    return new RegisterAddress(
        settings.whole("unit", null, 0, 255),
        table,
        settings.whole("address", null, 0, 0xFFFF),
        text ? text(settings, table) : number(settings, table, kind));
  }

  private static Layout.Text text(Settings settings, Table table) {
    WordOrder order = settings.word(WordOrder.class, "order", WordOrder.ABCD);
    if (table.ofBits) {
      throw new IllegalArgumentException("a " + table.word + " holds no string");
    }
    if (order != WordOrder.ABCD && order != WordOrder.BADC) {
      throw new IllegalArgumentException("order of a string must be abcd or badc, not " + order);
    }
    return new Layout.Text(
        settings.whole("length", null, 1, LONGEST_TEXT),
        settings.word(Encoding.class, "encoding", Encoding.ASCII).charset,
        order == WordOrder.BADC);
  }

  private static Layout.Value number(Settings settings, Table table, PointKind kind) {
    boolean isBit = table.ofBits || settings.has("bit");
    RegisterType type = settings.word(RegisterType.class, "type", isBit ? RegisterType.BOOL : null);
    if (table.ofBits && type != RegisterType.BOOL) {
      throw new IllegalArgumentException("a " + table.word + " is always of type bool");
    }
    boolean bitOfRegister = !table.ofBits && type == RegisterType.BOOL;
    if (settings.has("bit") && !bitOfRegister) {
      throw new IllegalArgumentException("bit goes only with type bool and a register table");
    }
    boolean inverted = settings.flag("inverted");
    if (inverted && type != RegisterType.BOOL) {
      throw new IllegalArgumentException("inverted goes only with type bool");
    }
    Map<?, ?> states = settings.map("states").values();
    return new Layout.Value(
        type,
        settings.word(WordOrder.class, "order", WordOrder.ABCD),
        bitOfRegister ? settings.whole("bit", null, 0, 15) : -1,
        inverted ? -1 : settings.number("scale", 1),
        inverted ? 1 : settings.number("offset", 0),
        states.isEmpty() ? null : RawStates.of(states, names(kind)));
  }

  private static List<String> names(PointKind kind) {
    if (kind.type() == ValueType.NUMBER) {
      throw new IllegalArgumentException(
          "states do not go with kind " + kind.id() + ", which is a number");
    }
    return kind.type() == ValueType.BOOLEAN ? List.of("false", "true") : kind.states();
  }

  /** How many addresses of its table it takes. */
  int length() {
    return table.ofBits ? 1 : layout.length();
  }
}
