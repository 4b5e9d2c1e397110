package org.wardlight.driver.modbus.internal;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
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
import org.wardlight.api.driver.LinkFigures;
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

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final String id;
  private final LinkOptions options;
  private final LinkListener listener;
  private final EventLoop loop;
  private final Turnstile turnstile;
  private final Transport transport;
  private final Clock clock;
  private final Ticker ticker;
  private final Backoff backoff;
  private final Consumer<ModbusLink> whenClosed;
  private final Figures figures = new Figures();
  private final Traffic traffic;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile LinkState state;
  // The rest is touched on the event loop only.
  private @Nullable Wire wire;
  private int attempts;

  /** Numbers the attempts, so that what comes of an earlier one is known for it. */
  private int lastAttempt;

  private boolean worked;

  /**
   * A link that is not yet open.
   *
   * @param blocking runs what must not block the event loop
   */
  ModbusLink(
      ConnectionSpec connection,
      LinkListener listener,
      Turnstile turnstile,
      Blocking blocking,
      Clock clock,
      Ticker ticker,
      Backoff backoff,
      Consumer<ModbusLink> whenClosed) {
    id = connection.id();
    options = LinkOptions.of(connection);
    this.listener = listener;
    this.turnstile = turnstile;
    loop = turnstile.loop();
    this.clock = clock;
    this.ticker = ticker;
    this.backoff = backoff;
    this.whenClosed = whenClosed;
    transport = transport(options.place(), loop, blocking);
    traffic = new Traffic(id, options, loop, clock, ticker, figures, this);
    state = new LinkState(id, Status.CONNECTING, clock.instant(), null, 0);
  }

  private static Transport transport(LinkOptions.Place place, EventLoop loop, Blocking blocking) {
    if (place instanceof LinkOptions.Host host) {
      return new SocketTransport(host, loop, blocking.names());
    }
    if (place instanceof LinkOptions.Line line) {
      return new SerialTransport(line, loop, blocking.ports());
    }
    throw new IllegalStateException("no transport for " + place);
  }

  /**
   * Threads for what blocks.
   *
   * @param names looks up host names
   * @param ports reads serial ports, one thread each
   */
  record Blocking(Executor names, Executor ports) {}

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
  public LinkFigures figures() {
    return figures.now();
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
    Wire open = wire;
    wire = null;
    traffic.stop(new DriverFailure.Unreachable("connection " + id + " is being closed"));
    enter(Status.CLOSED, null);
    whenClosed.accept(this);
    if (open == null) {
      closed.countDown();
    } else {
      open.close(closed::countDown);
    }
  }

  private void attempt() {
    turnstile.enter(this::connect);
  }

  private void connect(Runnable leave) {
    if (isClosed()) {
      leave.run();
      return;
    }
    attempts++;
    if (attempts == 1 && state.status() == Status.CONNECTING) {
      enter(Status.CONNECTING, null);
    }
    int number = ++lastAttempt;
    Exchange exchange =
        new Exchange(traffic, transport.peer(), options, traffic.pace(), ticker, figures);
    transport.connect(
        exchange,
        new Transport.Result() {
          @Override
          public void connected(Wire made) {
            leave.run();
            ModbusLink.this.connected(number, exchange, made);
          }

          @Override
          public void failed(String why) {
            leave.run();
            if (number == lastAttempt) {
              down(new DriverFailure.Unreachable(why));
            }
          }
        });
  }

  private void connected(int number, Exchange exchange, Wire made) {
    if (number != lastAttempt || isClosed()) {
      // An attempt of the past.
      made.close(() -> {});
      return;
    }
    wire = made;
    attempts = 0;
    worked = false;
    figures.connects.increment();
    exchange.connected(made);
    enter(Status.UP, null);
    traffic.start(exchange);
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
    wire = null;
    lastAttempt++;
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
    // Connecting begins with the first attempt, not with the wait for its turn.
    boolean lasts = before.status() == status && status != Status.CONNECTING;
    state = new LinkState(id, status, lasts ? before.since() : clock.instant(), failure, attempts);
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
