package org.wardlight.sim;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between the sockets of one endpoint and its protocol and lets a fault loose on them. Put
 * into a protocol server with its two netty customizers.
 */
final class FaultGate {
  private static final Logger LOG = LoggerFactory.getLogger(FaultGate.class);

  private final InetSocketAddress address;
  private final Set<Channel> clients = ConcurrentHashMap.newKeySet();
  private volatile Fault fault = Fault.NONE;
  private @Nullable ServerBootstrap bootstrap;
  private volatile @Nullable Channel server;

  FaultGate(InetSocketAddress address) {
    this.address = address;
  }

  Fault fault() {
    return fault;
  }

  /** Remembers how to listen, and the listening channel itself. */
  synchronized void customize(ServerBootstrap serverBootstrap) {
    bootstrap = serverBootstrap;
    serverBootstrap.handler(
        new ChannelInboundHandlerAdapter() {
          @Override
          public void channelActive(ChannelHandlerContext ctx) {
            server = ctx.channel();
            ctx.fireChannelActive();
          }

          @Override
          public boolean isSharable() {
            return true;
          }
        });
  }

  void customize(ChannelPipeline pipeline) {
    pipeline.addFirst("fault-gate", new Handler());
  }

  /** Switches the fault; returns when the endpoint listens again, or does not any more. */
  synchronized void set(Fault next) {
    Fault before = fault;
    fault = next;
    if (next == Fault.OFF) {
      closeServer();
    } else if (before == Fault.OFF && bootstrap != null) {
      bootstrap.bind(address).syncUninterruptibly();
    }
    boolean streamsBroken = before == Fault.SILENT || before == Fault.RESET;
    if (next == Fault.OFF || next == Fault.RESET || streamsBroken) {
      clients.forEach(FaultGate::reset);
    }
  }

  /** Stops listening and drops all clients. */
  synchronized void close() {
    closeServer();
    clients.forEach(FaultGate::closeQuietly);
  }

  private void closeServer() {
    Channel channel = server;
    if (channel != null) {
      channel.close().syncUninterruptibly();
    }
  }

  /** Closes with RST instead of FIN. */
  static void reset(Channel channel) {
    try {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    } catch (ChannelException e) {
      // The client was quicker: there is nothing left to reset.
      LOG.debug("{} is closed already", channel);
    }
    closeQuietly(channel);
  }

  private static void closeQuietly(Channel channel) {
    var unused = channel.close();
  }

  private final class Handler extends ChannelDuplexHandler {
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      clients.add(ctx.channel());
      ctx.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      clients.remove(ctx.channel());
      ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (fault == Fault.SILENT) {
        ReferenceCountUtil.release(message);
      } else if (fault == Fault.RESET) {
        ReferenceCountUtil.release(message);
        reset(ctx.channel());
      } else {
        ctx.fireChannelRead(message);
      }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      if (fault == Fault.SILENT) {
        ReferenceCountUtil.release(message);
        promise.setSuccess();
      } else {
        var unused = ctx.write(message, promise);
      }
    }
  }
}
