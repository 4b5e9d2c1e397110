package org.wardlight.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.wardlight.sim.RegisterCodec.Order;
import org.wardlight.sim.RegisterCodec.Table;

class RegisterCodecTest {
  private static RegisterCodec codec(RegisterCodec.Type type, Order order, double scale) {
    return new RegisterCodec(1, Table.HOLDING_REGISTER, 0, type, order, 0, scale, 0);
  }

  /** Golden bytes of 0x0A0B0C0D in the four orders. */
  @ParameterizedTest
  @CsvSource({
    "ABCD, 0A0B0C0D",
    "CDAB, 0C0D0A0B",
    "BADC, 0B0A0D0C",
    "DCBA, 0D0C0B0A",
  })
  void wordsLieInTheirOrder(Order order, String hex) {
    byte[] bytes = new byte[4];
    codec(RegisterCodec.Type.UINT32, order, 1).encode(0x0A0B0C0D, bytes, 0);
    assertThat(bytes).asHexString().isEqualTo(hex);
    assertThat(codec(RegisterCodec.Type.UINT32, order, 1).decode(bytes, 0)).isEqualTo(0x0A0B0C0D);
  }

  @ParameterizedTest
  @EnumSource(
      value = RegisterCodec.Type.class,
      names = {"BOOL", "UINT16", "UINT32", "UINT64"},
      mode = EnumSource.Mode.EXCLUDE)
  void negativeValuesSurviveEachSignedTypeInEachOrder(RegisterCodec.Type type) {
    for (Order order : Order.values()) {
      byte[] bytes = new byte[8];
      codec(type, order, 0.5).encode(-21.5, bytes, 0);
      assertThat(codec(type, order, 0.5).decode(bytes, 0)).isEqualTo(-21.5);
    }
  }

  @Test
  void valuesBeyondTheTypeSaturate() {
    byte[] bytes = new byte[2];
    codec(RegisterCodec.Type.UINT16, Order.ABCD, 1).encode(-5, bytes, 0);
    assertThat(bytes).containsExactly(0, 0);
    codec(RegisterCodec.Type.INT16, Order.ABCD, 1).encode(1e9, bytes, 0);
    assertThat(bytes).containsExactly(0x7f, 0xff);
  }
}
