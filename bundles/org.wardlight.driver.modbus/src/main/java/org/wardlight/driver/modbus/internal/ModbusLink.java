package org.wardlight.driver.modbus.internal;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.Link;
import org.wardlight.api.driver.LinkListener;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.driver.LinkState.Status;
import org.wardlight.api.driver.WriteOutcome;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.SampleBatch;
import org.wardlight.api.time.Ticker;

/**
 * One connection to a gateway: connects, reconnects, reports its state. Everything happens on one
 * event loop, so the listener never hears two calls at once.
 */
final class ModbusLink implements Link, Traffic.Owner {
  private static final Logger log = LoggerFactory.getLogger(ModbusLink.class);

  /** Longest wait for a TCP connection. */
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final String id;
  private final LinkOptions options;
  private final LinkListener listener;
  private final EventLoop loop;
  private final Executor resolver;
  private final Clock clock;
  private final Backoff backoff;
  private final Consumer<ModbusLink> whenClosed;
  private final Traffic traffic;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile LinkState state;
  // The rest is touched on the event loop only.
  private @Nullable Channel channel;
  private int attempts;
  private boolean worked;

  ModbusLink(
      ConnectionSpec connection,
      LinkListener listener,
      EventLoop loop,
      Executor resolver,
      Clock clock,
      Ticker ticker,
      Backoff backoff,
      Consumer<ModbusLink> whenClosed) {
    id = connection.id();
    options = LinkOptions.of(connection);
    this.listener = listener;
    this.loop = loop;
    this.resolver = resolver;
    this.clock = clock;
    this.backoff = backoff;
    this.whenClosed = whenClosed;
    traffic = new Traffic(id, options, loop, clock, ticker, this);
    state = new LinkState(id, Status.CONNECTING, clock.instant(), null, 0);
  }

  void open() {
    loop.execute(this::attempt);
  }

  @Override
  public void watch(List<Point> points) {
    List<Point> copy = List.copyOf(points);
    run(() -> traffic.watch(copy));
  }

  @Override
  public void refresh(List<Point> points) {
    List<Point> copy = List.copyOf(points);
    run(() -> traffic.refresh(copy));
  }

  @Override
  public CompletionStage<WriteOutcome> write(Point point, double value) {
    WriteJob job;
    try {
      job = WriteJob.of(point, value);
    } catch (WriteJob.NotWritable e) {
      return CompletableFuture.completedFuture(new WriteOutcome.Refused(e.failure()));
    }
    if (!run(() -> traffic.write(job))) {
      job.refuse(new DriverFailure.Unreachable("connection " + id + " is closed"));
    }
    return job.outcome();
  }

  /** Always later, never within a listener's call; false if the driver has been stopped. */
  private boolean run(Runnable task) {
    try {
      loop.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      log.debug("{}: the driver is stopped", id);
      return false;
    }
  }

  @Override
  public LinkState state() {
    return state;
  }

  @Override
  public void close() {
    if (!run(this::shutDown) || loop.inEventLoop()) {
      return;
    }
    try {
      if (!closed.await(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("Modbus connection {} did not close within {}", id, CLOSE_TIMEOUT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes without waiting. */
  void shutDownSoon() {
    run(this::shutDown);
  }

  private boolean isClosed() {
    return state.status() == Status.CLOSED;
  }

  private void shutDown() {
    if (isClosed()) {
      return;
    }
    Channel open = channel;
    traffic.stop(new DriverFailure.Unreachable("connection " + id + " is being closed"));
    enter(Status.CLOSED, null);
    whenClosed.accept(this);
    if (open == null) {
      closed.countDown();
    } else {
      open.close().addListener(f -> closed.countDown());
    }
  }

  private void attempt() {
    if (isClosed()) {
      return;
    }
    attempts++;
    if (attempts == 1 && state.status() == Status.CONNECTING) {
      enter(Status.CONNECTING, null);
    }
    InetAddress literal = NetUtil.createInetAddressFromIpAddressString(options.host());
    if (literal != null) {
      connect(new InetSocketAddress(literal, options.port()));
      return;
    }
    // A name is looked up elsewhere: a slow name server must not stop the event loop.
    resolver.execute(
        () -> {
          try {
            InetAddress found = InetAddress.getByName(options.host());
            run(() -> connect(new InetSocketAddress(found, options.port())));
          } catch (UnknownHostException e) {
            run(() -> down(new DriverFailure.Unreachable("no such host: " + options.host())));
          }
        });
  }

  private void connect(InetSocketAddress address) {
    if (isClosed()) {
      return;
    }
    String peer = options.host() + ":" + options.port();
    Exchange exchange =
        new Exchange(traffic, peer, options.timeout().toNanos(), options.inFlight());
    ChannelFuture connecting =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_TIMEOUT.toMillis())
            .handler(exchange)
            .connect(address);
    channel = connecting.channel();
    connecting.addListener(f -> connected(connecting, exchange, peer));
  }

  private void connected(ChannelFuture connecting, Exchange exchange, String peer) {
    if (connecting.channel() != channel || isClosed()) {
      // An attempt of the past.
      ChannelFuture unused = connecting.channel().close();
    } else if (connecting.isSuccess()) {
      attempts = 0;
      worked = false;
      enter(Status.UP, null);
      traffic.start(exchange);
    } else {
      down(new DriverFailure.Unreachable(notConnected(peer, connecting.cause())));
    }
  }

  /** Netty puts the address into the message of the exception and the plain one beneath it. */
  private static String notConnected(String peer, Throwable cause) {
    if (cause instanceof ConnectTimeoutException) {
      return peer + " did not answer within " + CONNECT_TIMEOUT.toSeconds() + " s";
    }
    Throwable plain = cause.getCause() == null ? cause : cause.getCause();
    String why = String.valueOf(plain.getMessage());
    return why.equals("Connection refused")
        ? "connection refused by " + peer
        : "cannot connect to " + peer + ": " + why;
  }

  @Override
  public void lost(DriverFailure failure) {
    if (!isClosed()) {
      down(failure);
    }
  }

  private void down(DriverFailure failure) {
    if (isClosed() || loop.isShuttingDown()) {
      return;
    }
    channel = null;
    // The listener is told, and says it to people; so here for tracing only.
    log.debug("{} is down: {}", id, failure.detail());
    enter(Status.DOWN, failure);
    ScheduledFuture<?> unused =
        loop.schedule(this::attempt, backoff.next().toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void works() {
    if (!worked) {
      // Only now: who accepts connections and then drops them is not asked ever faster.
      worked = true;
      backoff.reset();
    }
  }

  private void enter(Status status, @Nullable DriverFailure failure) {
    LinkState before = state;
    state =
        new LinkState(
            id,
            status,
            before.status() == status ? before.since() : clock.instant(),
            failure,
            attempts);
    LinkState now = state;
    tell(() -> listener.stateChanged(now));
  }

  @Override
  public void samples(SampleBatch batch) {
    tell(() -> listener.samples(batch));
  }

  /** A listener that throws against its contract must not stop the polling. */
  private void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      log.error("The listener of Modbus connection {} threw", id, e);
    }
  }
}
