package org.wardlight.sim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.digitalpetri.modbus.client.ModbusRtuClient;
import com.digitalpetri.modbus.exceptions.ModbusTimeoutException;
import com.digitalpetri.modbus.pdu.MaskWriteRegisterRequest;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadWriteMultipleRegistersRequest;
import com.digitalpetri.modbus.pdu.WriteMultipleRegistersRequest;
import com.digitalpetri.modbus.tcp.client.NettyRtuClientTransport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.nio.NioEventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.ScanClass;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.SpaceKind;

/** A real RTU client against the simulated serial line behind a converter. */
class ModbusRtuTest {
  private final int port = TestHouse.freePort();
  private final NioEventLoopGroup events = new NioEventLoopGroup(1);
  private final List<Point> points =
      List.of(
          register(0, 10, Map.of("type", "int32")),
          register(1, 12, Map.of("type", "bool", "bit", 3)));
  private final PointValues values = new PointValues(points);
  private final ModbusSocket line =
      new ModbusSocket(
          "line",
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
          ModbusFrames.RTU,
          events,
          values);
  private final ModbusRtuClient client =
      ModbusRtuClient.create(
          NettyRtuClientTransport.create(
              c -> {
                c.hostname = "127.0.0.1";
                c.port = port;
              }),
          c -> c.requestTimeout = Duration.ofMillis(500));

  private static Point register(int id, int address, Map<String, Object> more) {
    Map<String, Object> all = new java.util.HashMap<>(more);
    all.putAll(Map.of("unit", 5, "table", "holding-register", "address", address));
    PointKind kind =
        new PointKind(
            "test.number",
            SpaceKind.BEDROOM,
            ValueType.NUMBER,
            "",
            List.of(),
            false,
            true,
            null,
            Duration.ofSeconds(30));
    return new Point(
        id,
        "d/" + id,
        kind,
        "w",
        "1",
        "1/bedroom",
        "d",
        "line",
        ScanClass.NORMAL,
        true,
        null,
        null,
        all);
  }

  @BeforeEach
  void start() throws Exception {
    points.forEach(line::add);
    line.start();
    client.connect();
  }

  @AfterEach
  void stop() throws Exception {
    client.disconnect();
    line.close();
    events.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void whatHoldsIsReadAndWhatIsWrittenHolds() throws Exception {
    values.set(0, -2);
    assertThat(client.readHoldingRegisters(5, new ReadHoldingRegistersRequest(10, 2)).registers())
        .containsExactly(0xff, 0xff, 0xff, 0xfe);
    client.writeMultipleRegisters(
        5, new WriteMultipleRegistersRequest(10, 2, new byte[] {0, 1, 0, 2}));
    assertThat(values.actual(0)).isEqualTo(65_538);
    client.maskWriteRegister(5, new MaskWriteRegisterRequest(12, 0xfff7, 8));
    assertThat(values.actual(1)).isEqualTo(1);
    assertThat(
            client
                .readWriteMultipleRegisters(
                    5, new ReadWriteMultipleRegistersRequest(12, 1, 10, 2, new byte[] {0, 0, 0, 9}))
                .registers())
        .containsExactly(0, 8);
    assertThat(values.actual(0)).isEqualTo(9);
  }

  /** On a line nobody answers in the name of another. */
  @Test
  void aUnitThatIsNotThereIsSilent() {
    assertThatExceptionOfType(ModbusTimeoutException.class)
        .isThrownBy(() -> client.readHoldingRegisters(6, new ReadHoldingRegistersRequest(10, 2)));
  }

  /** The example of the standard's appendix, cut at every place, and with one bit wrong. */
  @Test
  void aRequestIsTakenOnceItIsWholeAndOnlyIfItsChecksumIsRight() {
    byte[] bytes = HexFormat.of().parseHex("01030000000ac5cd");
    for (int cut = 0; cut < bytes.length; cut++) {
      ByteBuf in = Unpooled.buffer().writeBytes(bytes, 0, cut);
      assertThat(ModbusFrames.RTU.next(in)).isNull();
      in.writeBytes(bytes, cut, bytes.length - cut);
      ModbusFrames.Request request = requireNonNull(ModbusFrames.RTU.next(in));
      assertThat(request.unit).isEqualTo(1);
      assertThat(request.pdu).containsExactly(3, 0, 0, 0, 10);
    }
    bytes[3] ^= 1;
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    assertThat(ModbusFrames.RTU.next(in)).isNull();
    assertThat(in.isReadable()).isFalse();
  }
}
