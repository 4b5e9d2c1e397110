package org.wardlight.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Golden frames, every split, and what is broken in any way. */
class FramingTest {
  private static final HexFormat HEX = HexFormat.of();

  /** Unit 1, holding registers 0 to 1. */
  private static final Poll ASKED = poll(1, 2);

  private final Framing.Frame frame = new Framing.Frame();

  private static Poll poll(int unit, int registers) {
    List<org.wardlight.api.point.Point> points = new ArrayList<>();
    for (int i = 0; i < registers; i++) {
      points.add(Points.register(i, unit, i));
    }
    return new Poll(ScanPlan.of(points, BlockLimits.DEFAULT).blocks().get(0), 1, false);
  }

  private static byte[] rtuAnswer(int unit, String pdu) {
    return Gateway.withCrc(HEX.parseHex("%02x".formatted(unit) + pdu));
  }

  private String unpacked(Framing framing, ByteBuf in, @Nullable Poll asked)
      throws Framing.NotModbus {
    if (!framing.unpack(in, asked, frame)) {
      return "nothing";
    }
    byte[] pdu = new byte[frame.length];
    in.getBytes(frame.at, pdu);
    return frame.unit + ":" + HEX.formatHex(pdu);
  }

  @Test
  void requestsLookAsTheStandardPrintsThem() {
    ByteBuf out = Unpooled.buffer();
    new TcpFraming().pack(0x1234, poll(1, 10), out);
    assertThat(HEX.formatHex(out.array(), 0, out.readableBytes()))
        .isEqualTo("12340000000601030000000a");
    out.clear();
    new RtuFraming(0).pack(0, poll(1, 10), out);
    assertThat(HEX.formatHex(out.array(), 0, out.readableBytes())).isEqualTo("01030000000ac5cd");
  }

  @Test
  void anAnswerIsTakenWholeWhereverItIsCut() throws Exception {
    byte[] tcp = HEX.parseHex("000100000007010304000700ff");
    byte[] rtu = rtuAnswer(1, "0304000700ff");
    for (int cut = 0; cut < tcp.length; cut++) {
      assertCut(new TcpFraming(), tcp, cut);
    }
    for (int cut = 0; cut < rtu.length; cut++) {
      assertCut(new RtuFraming(0), rtu, cut);
    }
  }

  private void assertCut(Framing framing, byte[] bytes, int cut) throws Exception {
    ByteBuf in = Unpooled.buffer().writeBytes(bytes, 0, cut);
    assertThat(unpacked(framing, in, ASKED)).isEqualTo("nothing");
    in.writeBytes(bytes, cut, bytes.length - cut);
    assertThat(unpacked(framing, in, ASKED)).isEqualTo("1:0304000700ff");
    assertThat(in.isReadable()).isFalse();
  }

  @Test
  void everyFunctionsAnswerIsFoundByItsLength() throws Exception {
    for (String pdu :
        List.of(
            "010103",
            "02020301",
            "03020007",
            "04020007",
            "050003ff00",
            "0600140102",
            "0f00030001",
            "1000040002",
            "160009fffb0004",
            "8302")) {
      ByteBuf in = Unpooled.wrappedBuffer(rtuAnswer(9, pdu), rtuAnswer(1, "8302"));
      assertThat(unpacked(new RtuFraming(0), in, ASKED)).isEqualTo("9:" + pdu);
      assertThat(unpacked(new RtuFraming(0), in, ASKED)).isEqualTo("1:8302");
    }
  }

  @Test
  void whatIsNoModbusTcpEndsTheStream() {
    for (String hex :
        List.of("000100010003010302", "000100000000", "0001000000ff", "485454502f31")) {
      assertThatThrownBy(
              () -> new TcpFraming().unpack(Unpooled.wrappedBuffer(HEX.parseHex(hex)), null, frame))
          .isInstanceOf(Framing.NotModbus.class);
    }
  }

  /** The answer comes out behind any garbage that is not itself the start of such an answer. */
  @Property(tries = 2_000)
  void anRtuAnswerIsFoundBehindGarbage(
      @ForAll @Size(max = 40) List<@ByteRange(min = 23, max = 120) Byte> garbage) throws Exception {
    ByteBuf in = Unpooled.buffer();
    garbage.forEach(in::writeByte);
    in.writeBytes(rtuAnswer(1, "0304000700ff"));
    assertThat(unpacked(new RtuFraming(0), in, ASKED)).isEqualTo("1:0304000700ff");
  }

  /** A checksum of 16 bits finds every change of up to three bits in so short a frame. */
  @Property(tries = 2_000)
  void aChangedRtuAnswerIsNoAnswer(
      @ForAll @IntRange(max = 71) int first,
      @ForAll @IntRange(max = 71) int second,
      @ForAll @IntRange(max = 71) int third)
      throws Exception {
    byte[] bytes = rtuAnswer(1, "0304000700ff");
    assertThat(bytes).hasSize(9);
    byte[] changed = bytes.clone();
    for (int bit : new int[] {first, second, third}) {
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
    }
    if (!java.util.Arrays.equals(changed, bytes)) {
      assertThat(unpacked(new RtuFraming(0), Unpooled.wrappedBuffer(changed), ASKED))
          .isEqualTo("nothing");
    }
  }

  /** Whatever comes, the buffer stays small and nothing is taken that has no proper checksum. */
  @Property(tries = 2_000)
  void noiseIsForgotten(@ForAll @Size(max = 700) byte[] noise) throws Exception {
    RtuFraming framing = new RtuFraming(0);
    ByteBuf in = Unpooled.buffer().writeBytes(noise);
    while (framing.unpack(in, ASKED, frame)) {
      byte[] taken = new byte[frame.length + 3];
      in.getBytes(frame.at - 1, taken);
      assertThat(Gateway.withCrc(java.util.Arrays.copyOf(taken, taken.length - 2)))
          .isEqualTo(taken);
    }
    assertThat(in.readableBytes()).isLessThanOrEqualTo(256);
  }
}
