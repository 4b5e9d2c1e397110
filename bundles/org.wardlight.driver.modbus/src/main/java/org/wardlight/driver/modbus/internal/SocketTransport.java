package org.wardlight.driver.modbus.internal;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.wardlight.api.driver.DriverFailure;

/** TCP connections to a host. */
final class SocketTransport implements Transport {
  /**
   * Longest wait for a connection. With the greatest {@link Backoff} it leaves a host that comes
   * back less than five seconds.
   */
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private final LinkOptions.Host host;
  private final EventLoop loop;
  private final Executor resolver;

  SocketTransport(LinkOptions.Host host, EventLoop loop, Executor resolver) {
    this.host = host;
    this.loop = loop;
    this.resolver = resolver;
  }

  @Override
  public String peer() {
    return host.name() + ":" + host.port();
  }

  @Override
  public void connect(Exchange exchange, Result result) {
    InetAddress literal = NetUtil.createInetAddressFromIpAddressString(host.name());
    if (literal != null) {
      connect(literal, exchange, result);
      return;
    }
    // A name is looked up elsewhere: a slow name server must not stop the event loop.
    resolver.execute(
        () -> {
          try {
            InetAddress found = InetAddress.getByName(host.name());
            loop.execute(() -> connect(found, exchange, result));
          } catch (UnknownHostException e) {
            loop.execute(() -> result.failed("no such host: " + host.name()));
          }
        });
  }

  private void connect(InetAddress address, Exchange exchange, Result result) {
    ChannelFuture connecting =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_TIMEOUT.toMillis())
            .handler(new Inbound(exchange))
            .connect(new InetSocketAddress(address, host.port()));
    connecting.addListener(f -> told(f, connecting.channel(), result));
  }

  private void told(Future<?> connecting, Channel channel, Result result) {
    if (connecting.isSuccess()) {
      result.connected(new Socket(channel));
    } else {
      result.failed(notConnected(connecting.cause()));
    }
  }

  /** Netty puts the address into the message of the exception and the plain one beneath it. */
  private String notConnected(Throwable cause) {
    if (cause instanceof ConnectTimeoutException) {
      return peer() + " did not answer within " + CONNECT_TIMEOUT.toSeconds() + " s";
    }
    Throwable plain = cause.getCause() == null ? cause : cause.getCause();
    String why = String.valueOf(plain.getMessage());
    return why.equals("Connection refused")
        ? "connection refused by " + peer()
        : "cannot connect to " + peer() + ": " + why;
  }

  private record Socket(Channel channel) implements Wire {
    @Override
    public ByteBuf buffer(int size) {
      return channel.alloc().ioBuffer(size);
    }

    @Override
    public void send(ByteBuf frame) {
      // The void promise allocates nothing; a failed write arrives in exceptionCaught.
      ChannelFuture unused = channel.writeAndFlush(frame, channel.voidPromise());
    }

    @Override
    public void close(Runnable closed) {
      channel.close().addListener(f -> closed.run());
    }
  }

  private static final class Inbound extends SimpleChannelInboundHandler<ByteBuf> {
    private final Exchange exchange;

    Inbound(Exchange exchange) {
      this.exchange = exchange;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
      exchange.received(bytes);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      exchange.gone(exchange.peer() + " closed the connection");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      exchange.close(
          new DriverFailure.Unreachable(
              "connection to " + exchange.peer() + " broke: " + cause.getMessage()));
    }
  }
}
