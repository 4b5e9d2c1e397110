package org.wardlight.sim;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetSocketAddress;
import java.util.List;

/** One simulated gateway that listens on a TCP port, for Modbus TCP or RTU frames. */
final class ModbusSocket extends ModbusEndpoint {
  private final InetSocketAddress address;
  private final FaultGate gate;
  private final ServerBootstrap bootstrap;

  ModbusSocket(
      String name,
      InetSocketAddress address,
      ModbusFrames frames,
      EventLoopGroup events,
      PointValues values) {
    super(name, frames, values);
    this.address = address;
    gate = new FaultGate(address);
    // Requests run on the event loop itself: answering one is a copy of some bytes.
    bootstrap =
        new ServerBootstrap()
            .group(events)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    gate.customize(channel.pipeline());
                    channel.pipeline().addLast(new Requests());
                  }
                });
    gate.customize(bootstrap);
  }

  @Override
  public void start() {
    ChannelFuture listening = bootstrap.bind(address).awaitUninterruptibly();
    if (!listening.isSuccess()) {
      throw Endpoints.cannotListen(name, address, listening.cause());
    }
  }

  @Override
  public void fault(Fault fault) {
    super.fault(fault);
    gate.set(fault);
  }

  @Override
  public void close() {
    gate.close();
  }

  private final class Requests extends ByteToMessageDecoder {
    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
      ModbusFrames.Request request = frames.next(in);
      if (request == null) {
        return;
      }
      if (faultOf(request) == Fault.RESET) {
        FaultGate.reset(ctx.channel());
        return;
      }
      byte[] answer = answer(request);
      if (answer != null) {
        var unused = ctx.channel().writeAndFlush(frames.pack(request, answer));
      }
    }
  }
}
