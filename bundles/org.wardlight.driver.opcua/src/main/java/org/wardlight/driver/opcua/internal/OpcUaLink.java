package org.wardlight.driver.opcua.internal;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.Link;
import org.wardlight.api.driver.LinkFigures;
import org.wardlight.api.driver.LinkListener;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.driver.LinkState.Status;
import org.wardlight.api.driver.WriteOutcome;
import org.wardlight.api.point.Point;
import org.wardlight.api.time.Ticker;
import org.wardlight.api.time.Timers;

/**
 * The state machine of one link (its diagram is in the README). Every transition and every call of
 * the listener happens on one serial queue; each attempt has its own {@link OpcUaConnection}, and
 * what an earlier one still has to say is dropped.
 */
final class OpcUaLink implements Link {
  static final Duration RESYNC = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(OpcUaLink.class);
  private static final Duration TICK = Duration.ofMillis(500);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(10);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
  private static final int WAITING_NOTIFICATIONS = 1_000;

  private final ConnectionSpec spec;
  private final OpcUaOptions options;
  private final LinkListener listener;
  private final Clock clock;
  private final Ticker ticker;
  private final Environment environment;
  private final Traffic traffic;
  private final Delivery delivery;
  private final SerialQueue queue;
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

  private volatile Watch watch = new Watch(List.of());
  private volatile LinkState state;

  /** The present attempt or session; null while waiting and when closed. */
  private volatile @Nullable OpcUaConnection connection;

  private Phase phase = Phase.WAITING;
  private Timers.@Nullable Timer tick;
  private boolean busy;
  private int failures;
  private long attemptEndsNanos;
  private long nextResyncNanos;
  private long nextRetryNanos;
  private Duration retryDelay = FIRST_RETRY;
  private boolean readsRefused;

  private enum Phase {
    CONNECTING,
    UP,
    WAITING,
    CLOSED
  }

  OpcUaLink(
      ConnectionSpec spec, OpcUaOptions options, LinkListener listener, Environment environment) {
    this.spec = spec;
    this.options = options;
    this.listener = listener;
    this.environment = environment;
    this.clock = environment.clock();
    this.ticker = environment.ticker();
    this.traffic = new Traffic(spec.endpoint(), ticker);
    this.delivery = new Delivery(listener, clock, ticker);
    this.queue = new SerialQueue(environment.executor(), WAITING_NOTIFICATIONS);
    this.state = new LinkState(spec.id(), Status.CONNECTING, clock.instant(), null, 0);
  }

  void start() {
    queue.execute(
        () -> {
          listener.stateChanged(state);
          tick = environment.timers().every(TICK, () -> queue.execute(this::tick));
          connect();
        });
  }

  @Override
  public LinkState state() {
    return state;
  }

  @Override
  public LinkFigures figures() {
    return traffic.figures();
  }

  // --- connecting -------------------------------------------------------------------------------

  private void connect() {
    if (phase != Phase.WAITING) {
      return;
    }
    phase = Phase.CONNECTING;
    OpcUaConnection made = new OpcUaConnection(spec, options, environment, traffic, new Ears());
    connection = made;
    Duration firstAnswer = failures == 0 ? options.connectTimeout() : options.firstAnswer();
    attemptEndsNanos = ticker.nanos() + options.connectTimeout().toNanos();
    borrow(
        made,
        () -> {
          made.open(firstAnswer);
          return made;
        },
        opened -> {
          phase = Phase.UP;
          traffic.connected();
          LOG.debug("connection {} to {} is up", spec.id(), spec.endpoint());
          change(Status.UP, null);
          subscribe(made);
        });
  }

  /** Runs what blocks on a borrowed thread and goes on with its result on the queue. */
  private <T> void borrow(OpcUaConnection with, Callable<T> blocks, Consumer<T> then) {
    busy = true;
    environment
        .executor()
        .execute(
            () -> {
              try {
                T result = blocks.call();
                queue.execute(
                    () -> {
                      if (with == connection) {
                        busy = false;
                        then.accept(result);
                      }
                    });
              } catch (Exception e) {
                if (e instanceof InterruptedException) {
                  Thread.currentThread().interrupt();
                }
                DriverFailure failure = Failures.of(e, spec.endpoint());
                queue.execute(() -> lost(with, failure));
              }
            });
  }

  private void lost(OpcUaConnection from, DriverFailure failure) {
    if (from != connection || phase == Phase.CLOSED) {
      return;
    }
    connection = null;
    phase = Phase.WAITING;
    from.close(() -> {});
    traffic.failed(failure);
    LOG.debug("connection {} is down: {}", spec.id(), failure.detail());
    Duration wait = BackOff.after(failures);
    failures++;
    change(Status.DOWN, failure);
    environment.timers().after(wait, () -> queue.execute(this::connect));
  }

  private void change(Status status, @Nullable DriverFailure failure) {
    LinkState was = state;
    state =
        new LinkState(
            spec.id(),
            status,
            status == was.status() ? was.since() : clock.instant(),
            failure,
            status == Status.UP ? 0 : failures);
    listener.stateChanged(state);
  }

  private void tick() {
    OpcUaConnection with = connection;
    if (with == null) {
      return;
    }
    long now = ticker.nanos();
    if (phase == Phase.CONNECTING && now - attemptEndsNanos > 0) {
      lost(with, new DriverFailure.Timeout("no answer from " + spec.endpoint()));
    } else if (phase == Phase.UP && now - with.heardNanos() > with.silenceLimit().toNanos()) {
      String silence = with.silenceLimit().toSeconds() + " s";
      lost(
          with,
          new DriverFailure.Timeout(spec.endpoint() + " has published nothing for " + silence));
    } else if (phase == Phase.UP && !busy) {
      keepUp(with, now);
    }
  }

  private void keepUp(OpcUaConnection with, long now) {
    if (now - nextResyncNanos >= 0) {
      nextResyncNanos = now + RESYNC.toNanos();
      delivery.unreadable(watch);
      read(with, watch.nodes());
    }
    List<Watch.Node> refused =
        watch.nodes().stream().filter(node -> node.accepted == null).toList();
    if (!refused.isEmpty() && now - nextRetryNanos >= 0) {
      Watch wanted = watch;
      borrow(
          with,
          () -> {
            with.readNamespaces();
            return with.create(refused);
          },
          created -> created(with, wanted, created));
    }
  }

  // --- values -----------------------------------------------------------------------------------

  @Override
  public void watch(List<Point> points) {
    Watch wanted = new Watch(points);
    watch = wanted;
    wanted.mistakes().forEach(mistake -> LOG.warn("connection {}: {}", spec.id(), mistake));
    queue.execute(
        () -> {
          OpcUaConnection with = connection;
          if (with != null && phase == Phase.UP && !busy) {
            subscribe(with);
          }
        });
  }

  private void subscribe(OpcUaConnection with) {
    Watch wanted = watch;
    retryDelay = FIRST_RETRY;
    borrow(with, () -> with.subscribe(wanted), created -> created(with, wanted, created));
  }

  private void created(OpcUaConnection with, Watch wanted, OpcUaConnection.Created created) {
    if (wanted != watch) {
      subscribe(with);
      return;
    }
    failures = 0;
    created.accepted().forEach((node, id) -> node.accepted = id);
    created.refused().keySet().forEach(node -> node.accepted = null);
    created
        .refused()
        .forEach(
            (node, why) ->
                LOG.atLevel(retryDelay.equals(FIRST_RETRY) ? Level.WARN : Level.DEBUG)
                    .log("connection {} has no {}: {}", spec.id(), node.point.name(), why));
    delivery.unreadable(wanted);
    long now = ticker.nanos();
    nextResyncNanos = now + RESYNC.toNanos();
    nextRetryNanos = now + retryDelay.toNanos();
    Duration doubled = retryDelay.multipliedBy(2);
    retryDelay = doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
  }

  @Override
  public void refresh(List<Point> points) {
    queue.execute(
        () -> {
          OpcUaConnection with = connection;
          if (with == null || phase != Phase.UP) {
            return;
          }
          read(with, watch.nodes(points));
        });
  }

  private void read(OpcUaConnection with, List<Watch.Node> wanted) {
    Watch present = watch;
    long sentNanos = ticker.nanos();
    Reads.send(with, wanted)
        .forEach(
            request ->
                request
                    .values()
                    .whenComplete(
                        (values, failed) ->
                            queue.execute(
                                () -> {
                                  if (with == connection && failed != null) {
                                    readFailed(with, Failures.of(failed, spec.endpoint()));
                                  } else if (with == connection && present == watch) {
                                    delivery.read(request.nodes(), values, sentNanos);
                                  }
                                })));
  }

  private void readFailed(OpcUaConnection with, DriverFailure failure) {
    if (!(failure instanceof DriverFailure.Rejected)) {
      lost(with, failure);
    } else if (!readsRefused) {
      readsRefused = true;
      LOG.warn(
          "connection {} refuses to read, quiet points will go stale: {}",
          spec.id(),
          failure.detail());
    }
  }

  // --- writing ----------------------------------------------------------------------------------

  @Override
  public CompletionStage<WriteOutcome> write(Point point, double value) {
    OpcUaConnection with = connection;
    return with == null || state.status() != Status.UP
        ? Writes.refused(new DriverFailure.Unreachable("connection " + spec.id() + " is down"))
        : Writes.send(with, spec, watch.node(point), point, value);
  }

  // --- closing ----------------------------------------------------------------------------------

  @Override
  public void close() {
    queue.execute(this::shut);
    try {
      ended.get(1_800, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("connection {} was not closed in time; it ends by itself", spec.id());
    }
  }

  private void shut() {
    if (phase == Phase.CLOSED) {
      return;
    }
    phase = Phase.CLOSED;
    if (tick != null) {
      tick.cancel();
    }
    OpcUaConnection with = connection;
    connection = null;
    failures = 0;
    change(Status.CLOSED, null);
    if (with == null) {
      ended.complete(null);
    } else {
      with.close(() -> ended.complete(null));
    }
  }

  /** What the connections say, on Milo's threads. */
  private final class Ears implements OpcUaConnection.Events {
    @Override
    public void notified(OpcUaConnection from, List<Watch.Node> nodes, List<DataValue> values) {
      boolean taken =
          queue.offer(
              () -> {
                if (from == connection) {
                  delivery.notified(watch, nodes, values);
                }
              });
      if (!taken) {
        // Reconnecting reads everything anew, so that nothing stays wrong.
        lost(from, "the listener is too slow: " + WAITING_NOTIFICATIONS + " notifications wait");
      }
    }

    @Override
    public void lost(OpcUaConnection from, String detail) {
      queue.execute(() -> OpcUaLink.this.lost(from, new DriverFailure.Unreachable(detail)));
    }
  }
}
