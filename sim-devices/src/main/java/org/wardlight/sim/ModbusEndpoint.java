package org.wardlight.sim;

import com.digitalpetri.modbus.ExceptionCode;
import com.digitalpetri.modbus.MbapHeader;
import com.digitalpetri.modbus.ModbusTcpFrame;
import com.digitalpetri.modbus.server.ModbusTcpServer;
import com.digitalpetri.modbus.tcp.ModbusTcpCodec;
import com.digitalpetri.modbus.tcp.server.NettyTcpServerTransport;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.wardlight.api.point.Point;

/** One simulated Modbus TCP gateway with its units. */
final class ModbusEndpoint implements Endpoint {
  private final String name;
  private final PointValues values;
  private final FaultGate gate;
  private final RegisterServices services;
  private final ModbusTcpServer server;
  private final Map<Integer, UnitImage> units = new HashMap<>();
  private final Map<String, Integer> unitOfDevice = new HashMap<>();
  private final Map<Integer, Fault> unitFaults = new ConcurrentHashMap<>();
  private final InetSocketAddress address;

  ModbusEndpoint(
      String name, InetSocketAddress address, EventLoopGroup events, PointValues values) {
    this.name = name;
    this.address = address;
    this.values = values;
    gate = new FaultGate(address);
    services = new RegisterServices(units, values);
    // Requests run on the event loop itself: answering one is a copy of some bytes.
    NettyTcpServerTransport transport =
        NettyTcpServerTransport.create(
            c -> {
              c.bindAddress = address.getAddress().getHostAddress();
              c.port = address.getPort();
              c.eventLoopGroup = events;
              c.executor = events;
              c.bootstrapCustomizer = gate::customize;
              c.pipelineCustomizer = this::customize;
            });
    server = ModbusTcpServer.create(transport, services);
  }

  private void customize(ChannelPipeline pipeline) {
    gate.customize(pipeline);
    String codec = pipeline.context(ModbusTcpCodec.class).name();
    pipeline.addAfter(codec, "unit-faults", new UnitFaults());
  }

  @Override
  public void add(Point point) {
    RegisterCodec codec = RegisterCodec.of(point);
    UnitImage unit = units.computeIfAbsent(codec.unit(), u -> new UnitImage());
    unit.add(point, codec);
    unitOfDevice.put(point.device(), codec.unit());
    values.listen(point.id(), (p, value) -> unit.show(codec, value));
  }

  @Override
  public void start() {
    try {
      server.start();
    } catch (ExecutionException e) {
      throw Endpoints.cannotListen(name, address, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SimulationException("interrupted while starting " + name, e);
    }
  }

  @Override
  public void fault(Fault fault) {
    services.exception(fault == Fault.EXCEPTION);
    gate.set(fault);
  }

  @Override
  public void fault(String device, Fault fault) {
    Integer unit = unitOfDevice.get(device);
    if (unit == null) {
      throw new SimulationException("device " + device + " has no point on " + name);
    }
    unitFaults.put(unit, fault);
  }

  @Override
  public long served() {
    return services.served();
  }

  @Override
  public long takeLongestNanos() {
    long now = System.nanoTime();
    return units.values().stream().mapToLong(u -> u.takeLongestNanos(now)).max().orElse(0);
  }

  @Override
  public void close() {
    gate.close();
  }

  /** Lets the fault of one unit loose on the requests for it. */
  private final class UnitFaults extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (!(message instanceof ModbusTcpFrame frame)) {
        ctx.fireChannelRead(message);
        return;
      }
      switch (unitFaults.getOrDefault(frame.header().unitId(), Fault.NONE)) {
        case SILENT -> {}
        case RESET -> FaultGate.reset(ctx.channel());
        case EXCEPTION -> refuse(ctx, frame, ExceptionCode.SLAVE_DEVICE_FAILURE);
        case OFF -> refuse(ctx, frame, ExceptionCode.GATEWAY_TARGET_DEVICE_FAILED_TO_RESPONSE);
        case NONE, FROZEN -> ctx.fireChannelRead(message);
      }
    }

    private static void refuse(
        ChannelHandlerContext ctx, ModbusTcpFrame request, ExceptionCode code) {
      int function = request.pdu().get(request.pdu().position());
      byte[] pdu = {(byte) (function | 0x80), (byte) code.getCode()};
      MbapHeader header =
          new MbapHeader(
              request.header().transactionId(), 0, 1 + pdu.length, request.header().unitId());
      var unused = ctx.channel().writeAndFlush(new ModbusTcpFrame(header, ByteBuffer.wrap(pdu)));
    }
  }
}
