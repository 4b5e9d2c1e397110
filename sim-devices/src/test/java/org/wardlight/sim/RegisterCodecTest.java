package org.wardlight.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.wardlight.sim.RegisterCodec.Order;
import org.wardlight.sim.RegisterCodec.Table;

class RegisterCodecTest {
  private static RegisterCodec codec(RegisterCodec.Type type, Order order, double scale) {
    return new RegisterCodec(
        1, Table.HOLDING_REGISTER, 0, type, order, 0, scale, 0, type.registers, List.of(), "");
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
      names = {"BOOL", "UINT16", "UINT32", "UINT64", "BCD16", "BCD32", "STRING"},
      mode = EnumSource.Mode.EXCLUDE)
  void negativeValuesSurviveEachSignedTypeInEachOrder(RegisterCodec.Type type) {
    for (Order order : Order.values()) {
      byte[] bytes = new byte[8];
      codec(type, order, 0.5).encode(-21.5, bytes, 0);
      assertThat(codec(type, order, 0.5).decode(bytes, 0)).isEqualTo(-21.5);
    }
  }

  @Test
  void digitsStatesAndTextsLieAsTheirTypesSay() {
    byte[] bytes = new byte[4];
    codec(RegisterCodec.Type.BCD32, Order.CDAB, 0.1).encode(123_456.7, bytes, 0);
    assertThat(bytes).asHexString().isEqualTo("45670123");
    assertThat(codec(RegisterCodec.Type.BCD32, Order.CDAB, 0.1).decode(bytes, 0))
        .isCloseTo(123_456.7, within(1e-6));
    RegisterCodec states =
        new RegisterCodec(
            1,
            Table.HOLDING_REGISTER,
            0,
            RegisterCodec.Type.UINT16,
            Order.ABCD,
            -1,
            1,
            0,
            1,
            List.of(4.0, 9.0),
            "");
    states.encode(1, bytes, 0);
    assertThat(bytes).startsWith(0, 9);
    assertThat(states.decode(bytes, 0)).isEqualTo(1);
    assertThat(states.decode(new byte[] {0, 5}, 0)).isNaN();
    RegisterCodec text =
        new RegisterCodec(
            1,
            Table.HOLDING_REGISTER,
            0,
            RegisterCodec.Type.STRING,
            Order.BADC,
            -1,
            1,
            0,
            2,
            List.of(),
            "io7");
    text.encode(0, bytes, 0);
    assertThat(bytes).containsExactly('o', 'i', 0, '7');
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
