package org.wardlight.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisterTypeTest {

  // Worked out by hand from the wire order that each name stands for; A is the most significant.
  @ParameterizedTest
  @CsvSource({
    "BOOL,    ABCD, 0001,             1",
    "BOOL,    BADC, 0100,             1",
    "INT16,   ABCD, FFFE,             -2",
    "INT16,   CDAB, FFFE,             -2",
    "INT16,   BADC, FEFF,             -2",
    "INT16,   DCBA, FEFF,             -2",
    "UINT16,  ABCD, FFFE,             65534",
    "UINT16,  DCBA, 0201,             258",
    "INT32,   ABCD, FFFE1DC0,         -123456",
    "INT32,   CDAB, 1DC0FFFE,         -123456",
    "INT32,   BADC, FEFFC01D,         -123456",
    "INT32,   DCBA, C01DFEFF,         -123456",
    "UINT32,  ABCD, FFFFFFFF,         4294967295",
    "UINT32,  ABCD, 01020304,         16909060",
    "UINT32,  CDAB, 03040102,         16909060",
    "UINT32,  BADC, 02010403,         16909060",
    "UINT32,  DCBA, 04030201,         16909060",
    "INT64,   ABCD, FFFFFFFFFFFFFFFD, -3",
    "INT64,   ABCD, 0001020304050607, 283686952306183",
    "INT64,   CDAB, 0607040502030001, 283686952306183",
    "INT64,   BADC, 0100030205040706, 283686952306183",
    "INT64,   DCBA, 0706050403020100, 283686952306183",
    "UINT64,  ABCD, 8000000000000000, 9223372036854775808",
    "UINT64,  CDAB, 0000000000008000, 9223372036854775808",
    "FLOAT32, ABCD, 41C80000,         25",
    "FLOAT32, CDAB, 000041C8,         25",
    "FLOAT32, BADC, C8410000,         25",
    "FLOAT32, DCBA, 0000C841,         25",
    "FLOAT64, ABCD, C039800000000000, -25.5",
    "FLOAT64, CDAB, 000000000000C039, -25",
    "FLOAT64, BADC, 39C0008000000000, -25.5",
    "FLOAT64, DCBA, 00000000008039C0, -25.5",
    "BCD16,   ABCD, 1234,             1234",
    "BCD16,   BADC, 3412,             1234",
    "BCD32,   ABCD, 12345678,         12345678",
    "BCD32,   CDAB, 56781234,         12345678",
    "BCD32,   BADC, 34127856,         12345678",
    "BCD32,   DCBA, 78563412,         12345678",
  })
  void goldenBytesAreReadAndWritten(RegisterType type, WordOrder order, String hex, double value) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    ByteBuf in = Unpooled.wrappedBuffer(new byte[3], bytes);

    assertThat(type.value(order.get(in, 3, type.words))).isEqualTo(value);
    assertThat(order.put(type.bits(value), type.words)).isEqualTo(bytes);
  }

  @Test
  void badDigitsAndNaNAreNoValue() {
    assertThat(RegisterType.BCD16.value(0x12A4)).isNaN();
    assertThat(RegisterType.FLOAT32.value(0x7FC0_0000)).isNaN();
  }

  @Property
  void ordersAreUndoneByThemselves(@ForAll long bits, @ForAll WordOrder order) {
    for (int words : new int[] {1, 2, 4}) {
      long kept = words == 4 ? bits : bits & ((1L << (16 * words)) - 1);
      assertThat(order.get(Unpooled.wrappedBuffer(order.put(kept, words)), 0, words))
          .isEqualTo(kept);
    }
  }

  @Property
  void whatFitsComesBack(
      @ForAll RegisterType type, @ForAll @DoubleRange(min = 0, max = 1) double share) {
    double raw = type.least + share * (type.greatest / 2 - type.least / 2) * 2;
    double value =
        type == RegisterType.FLOAT32 ? (float) raw : type.isFloat() ? raw : Math.rint(raw);

    assertThat(type.value(type.bits(value))).isEqualTo(value);
  }

  @Property
  void aWireBitIsWhereTheValueBitLies(@ForAll WordOrder order, @ForAll short register) {
    ByteBuf in = Unpooled.buffer().writeShort(register);
    for (int bit = 0; bit < 16; bit++) {
      assertThat((order.get(in, 0, 1) >> bit) & 1).isEqualTo((register >> order.wireBit(bit)) & 1);
    }
  }
}
