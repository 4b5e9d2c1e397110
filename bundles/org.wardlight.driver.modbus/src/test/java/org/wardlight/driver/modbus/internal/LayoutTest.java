package org.wardlight.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wardlight.driver.modbus.internal.Points.at;
import static org.wardlight.driver.modbus.internal.Points.point;
import static org.wardlight.driver.modbus.internal.Points.with;

import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.SampleBatch;
import org.wardlight.api.point.ScanClass;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.SpaceKind;

/** States, texts and inverted bits, from the bytes to the sample and back. */
class LayoutTest {
  private static Point of(ValueType type, List<String> states, Map<String, Object> address) {
    PointKind kind =
        new PointKind(
            "test.kind",
            SpaceKind.ENTRANCE,
            type,
            "",
            states,
            false,
            true,
            null,
            Duration.ofMinutes(15));
    return new Point(
        1,
        "d/p",
        kind,
        "w",
        "1",
        "1/entrance",
        "d",
        "g",
        ScanClass.NORMAL,
        true,
        null,
        null,
        address);
  }

  private static Point lamp(Map<String, Object> states) {
    return of(
        ValueType.STATE,
        List.of("off", "steady", "flashing"),
        with(at(1, "holding-register", 0, "uint16"), "states", states));
  }

  private static Point text(String order, String encoding, int length) {
    Map<String, Object> address = with(at(1, "holding-register", 0, "string"), "order", order);
    return of(
        ValueType.TEXT, List.of(), with(with(address, "encoding", encoding), "length", length));
  }

  private static SampleBatch decode(Point point, String hex) {
    byte[] data = HexFormat.of().parseHex(hex);
    ReadBlock block = ScanPlan.of(List.of(point), BlockLimits.DEFAULT).blocks().get(0);
    SampleBatch out = new SampleBatch(1).begin(1);
    byte[] head = {3, (byte) data.length};
    assertThat(block.decode(Unpooled.wrappedBuffer(head, data), 0, 2 + data.length, out)).isNull();
    return out;
  }

  @Test
  void aRawValueBecomesItsStateAndAStateItsFirstRawValue() throws Exception {
    Point lamp = lamp(Map.of("off", 0, "steady", List.of(1, 3), "flashing", 0x84));
    assertThat(decode(lamp, "0000").value(0)).isZero();
    assertThat(decode(lamp, "0003").value(0)).isEqualTo(1);
    assertThat(decode(lamp, "0084").value(0)).isEqualTo(2);
    assertThat(decode(lamp, "0002").reason(0)).isEqualTo(QualityReason.OUT_OF_RANGE);
    assertThat(WriteJob.of(lamp, 1).pdu()).containsExactly(6, 0, 0, 0, 1);
    assertThat(WriteJob.of(lamp, 2).pdu()).containsExactly(6, 0, 0, 0, 0x84);
  }

  @Test
  void aStateWithoutARawValueIsRefusedBeforeTheWire() {
    Point lamp = lamp(Map.of("off", 0, "steady", 1));
    assertThatThrownBy(() -> WriteJob.of(lamp, 2))
        .isInstanceOfSatisfying(
            WriteJob.NotWritable.class,
            e -> assertThat(e.failure()).isInstanceOf(DriverFailure.Rejected.class))
        .hasMessageContaining("only what its states name");
  }

  @Test
  void mistakesInStatesAreNamed() {
    assertThatThrownBy(() -> RegisterAddress.of(lamp(Map.of("blinking", 1))))
        .hasMessageContaining("blinking is no state of the kind")
        .hasMessageContaining("off, steady, flashing");
    assertThatThrownBy(() -> RegisterAddress.of(lamp(Map.of("off", 1, "steady", 1))))
        .hasMessageContaining("1 stands for two states");
    Map<String, Object> number = with(at(1, "coil", 0, "bool"), "states", Map.of("off", 1));
    assertThatThrownBy(() -> RegisterAddress.of(point(1, ScanClass.SLOW, number)))
        .hasMessageContaining("is a number");
  }

  @Test
  void aContactThatOpensWhenItIsTrueIsInverted() throws Exception {
    Map<String, Object> address = with(at(1, "holding-register", 0, "bool"), "bit", 2);
    Point contact = of(ValueType.BOOLEAN, List.of(), with(address, "inverted", true));
    assertThat(decode(contact, "0004").value(0)).isZero();
    assertThat(decode(contact, "0000").value(0)).isEqualTo(1);
    assertThat(WriteJob.of(contact, 1).pdu())
        .as("clears the bit")
        .containsExactly(22, 0, 0, 0xFF, 0xFB, 0, 0);
    Point coil = of(ValueType.BOOLEAN, List.of(), with(at(1, "coil", 3, "bool"), "inverted", true));
    assertThat(WriteJob.of(coil, 1).pdu()).containsExactly(5, 0, 3, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "ABCD, ascii, 3, 566572312E34, Ver1.4",
    "ABCD, ascii, 3, 563100000000, V1",
    "ABCD, ascii, 3, 563120202020, V1",
    "ABCD, ascii, 3, 56310041FFFF, V1",
    "BADC, ascii, 3, 65563172FF00, Ver1",
    "ABCD, utf-8, 3, 42C3BC726F00, Büro",
    "ABCD, ascii, 1, 0000, ''",
  })
  void aTextEndsAtTheFirstNulAndWithoutSpaces(
      String order, String encoding, int length, String hex, String text) {
    SampleBatch out = decode(text(order, encoding, length), hex);
    assertThat(out.text(0)).isEqualTo(text);
    assertThat(out.reason(0)).isEqualTo(QualityReason.NONE);
  }

  @ParameterizedTest
  @CsvSource({"ascii, 42C3BC72", "utf-8, 42C30000", "ascii, 41070000", "ascii, FFFFFFFF"})
  void whatIsNoTextIsMalformed(String encoding, String hex) {
    SampleBatch out = decode(text("ABCD", encoding, 2), hex);
    assertThat(out.text(0)).isNull();
    assertThat(out.reason(0)).isEqualTo(QualityReason.MALFORMED);
  }

  @Test
  void aTextIsNeverWritten() {
    assertThatThrownBy(() -> WriteJob.of(text("ABCD", "ascii", 2), 1))
        .isInstanceOf(WriteJob.NotWritable.class);
  }

  @Test
  void textAndNumberAreNotMixedUp() {
    assertThatThrownBy(
            () ->
                RegisterAddress.of(
                    point(1, ScanClass.SLOW, at(1, "holding-register", 0, "string"))))
        .hasMessageContaining("kinds of type text");
    assertThatThrownBy(() -> RegisterAddress.of(text("CDAB", "ascii", 2)))
        .hasMessageContaining("abcd or badc");
  }
}
