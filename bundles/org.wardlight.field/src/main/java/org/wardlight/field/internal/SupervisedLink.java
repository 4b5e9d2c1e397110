package org.wardlight.field.internal;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.Driver;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.Link;
import org.wardlight.api.driver.LinkFigures;
import org.wardlight.api.driver.LinkListener;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.driver.LinkState.Status;
import org.wardlight.api.driver.WriteOutcome;
import org.wardlight.api.field.DeviceObserver;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.FieldStatus.LinkStatus;
import org.wardlight.api.field.PointObserver;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.SampleBatch;
import org.wardlight.api.point.ScanClass;

/**
 * One connection under supervision: takes the driver's samples into the image, notices silence and
 * tells the observers of changes, in order. The object's monitor guards everything of this link;
 * observers are called under it and so must not block.
 */
final class SupervisedLink implements LinkListener {
  /**
   * A point without a sample for this long is stale, whatever its period. Drivers report silence
   * themselves, much sooner; this is the backstop for a driver that fails to. It exceeds the ten
   * seconds after which drivers that subscribe repeat quiet points.
   */
  static final Duration LEAST_STALE_AFTER = Duration.ofSeconds(15);

  /**
   * So long a link may neither connect nor fail before that is told: drivers let thousands of links
   * connect a few at a time, and who waits for its turn is not silent.
   */
  static final Duration LONGEST_UNTRIED = Duration.ofSeconds(60);

  private static final long UNTRIED_MICROS = LONGEST_UNTRIED.toNanos() / 1_000;
  private static final Logger LOG = LoggerFactory.getLogger(SupervisedLink.class);

  private final ConnectionSpec spec;
  private final FieldServices field;
  private final Audience audience = new Audience();
  private final DeviceBoard devices = new DeviceBoard();
  private final SampleBatch silence = new SampleBatch(1);
  private final DoubtfulPoints doubtful;
  private final Map<ScanClass, Long> staleMicros = new EnumMap<>(ScanClass.class);
  private List<PointState> points = List.of();

  /** Since when points that were never read could have been, as far as this link is concerned. */
  private long awaitedMicros;

  private LinkState state;
  private @Nullable Link link;
  private @Nullable Driver driver;
  private boolean retired;

  /** A link that is not open and has no points yet. */
  SupervisedLink(ConnectionSpec spec, FieldServices field) {
    this.spec = spec;
    this.field = field;
    doubtful = new DoubtfulPoints(field.faults());
    for (ScanClass scan : ScanClass.values()) {
      staleMicros.put(scan, staleAfter(scan).toNanos() / 1_000);
    }
    state =
        now(
            spec,
            field,
            Status.DOWN,
            new DriverFailure.Unsupported(
                "no driver for " + spec.endpoint().getScheme() + " is running"));
  }

  private static LinkState now(
      ConnectionSpec spec, FieldServices field, Status status, @Nullable DriverFailure failure) {
    return new LinkState(spec.id(), status, field.clock().instant(), failure, 0);
  }

  private Duration staleAfter(ScanClass scan) {
    Duration three = spec.scanPeriod(scan).multipliedBy(3);
    return three.compareTo(LEAST_STALE_AFTER) > 0 ? three : LEAST_STALE_AFTER;
  }

  ConnectionSpec spec() {
    return spec;
  }

  // --- what is watched

  /**
   * Takes these points over, each to be described as in the list of the same order.
   *
   * @return whether they are others than before; then {@link #watch} is due
   */
  synchronized boolean follow(List<PointState> states, List<Point> described) {
    if (described().equals(described)) {
      return false;
    }
    Set<PointState> before = new HashSet<>(points);
    points = List.copyOf(states);
    awaitedMicros = field.nowMicros();
    for (int i = 0; i < states.size(); i++) {
      states.get(i).owner(this);
      states.get(i).become(described.get(i));
    }
    doubtful.follow(before, points);
    devices.follow(points, field.clock().instant(), field.health()).forEach(audience::tell);
    for (PointState point : points) {
      if (!before.contains(point)) {
        audience.tell(point.snapshot());
      }
    }
    return true;
  }

  private List<Point> described() {
    return points.stream().map(PointState::point).toList();
  }

  /** Tells the driver which points there are now. */
  void watch() {
    Link open;
    List<Point> now;
    synchronized (this) {
      open = link;
      now = described();
    }
    if (open != null) {
      open.watch(now);
    }
  }

  /** Opens the connection if the driver knows its scheme and it is not open yet. */
  void open(Driver candidate) {
    synchronized (this) {
      if (driver != null || !candidate.schemes().contains(spec.endpoint().getScheme())) {
        return;
      }
      driver = candidate;
      stateChanged(now(spec, field, Status.CONNECTING, null));
    }
    // Outside the monitor: the driver may call back from its own threads at once.
    Link opened;
    try {
      opened = candidate.open(spec, this);
    } catch (IllegalArgumentException e) {
      LOG.error("connection {} cannot be opened: {}", spec.id(), e.getMessage());
      DriverFailure why = new DriverFailure.Unsupported(String.valueOf(e.getMessage()));
      stateChanged(now(spec, field, Status.DOWN, why));
      return;
    }
    synchronized (this) {
      link = opened;
    }
    watch();
  }

  /** Closes the connection; what was known stays, marked as not confirmed. */
  void close() {
    Link closing;
    synchronized (this) {
      closing = link;
      link = null;
      driver = null;
    }
    if (closing != null) {
      closing.close();
    }
  }

  void closeIfOpenedBy(Driver leaving) {
    boolean mine;
    synchronized (this) {
      mine = driver == leaving;
    }
    if (mine) {
      close();
    }
  }

  /** Closes for good: whatever the driver still says goes unheard. */
  void retire() {
    close();
    synchronized (this) {
      if (state.status() != Status.CLOSED) {
        stateChanged(now(spec, field, Status.CLOSED, null));
      }
      retired = true;
      doubtful.follow(Set.copyOf(points), List.of());
    }
  }

  // --- what comes from the driver

  @Override
  public synchronized void samples(SampleBatch batch) {
    if (!retired) {
      take(batch, "no answer");
    }
  }

  @Override
  public synchronized void stateChanged(LinkState now) {
    if (retired) {
      return;
    }
    LinkState before = state;
    if (now.status() != before.status()) {
      DriverFailure failure = now.failure();
      if (now.status() == Status.UP) {
        awaitedMicros = field.nowMicros();
        LOG.info("connection {} is up", spec.id());
      } else if (now.status() == Status.DOWN) {
        LOG.warn(
            "connection {} is down: {}", spec.id(), failure == null ? "closed" : failure.detail());
      }
    }
    state = now;
    audience.tell(now);
    if (now.status() == Status.DOWN || now.status() == Status.CLOSED) {
      DriverFailure failure = now.failure();
      // If not even the first attempt succeeded, nobody was there since it began.
      boolean first = before.status() == Status.CONNECTING;
      silence.begin(first ? PointState.micros(before.since()) : field.nowMicros());
      for (PointState point : points) {
        silence.addBad(point.point().id(), QualityReason.DISCONNECTED);
      }
      take(silence, failure == null ? "connection closed" : failure.detail());
    }
  }

  private void take(SampleBatch batch, String detail) {
    audience.record(batch);
    long received = batch.receivedMicros();
    for (int i = 0; i < batch.size(); i++) {
      PointState point = field.image().state(batch.point(i));
      if (point == null || point.owner() != this) {
        continue; // Removed while this was on its way.
      }
      PointWatch watch = point.watch();
      if (watch == null) {
        Quality was = point.quality();
        QualityReason before = point.reason();
        PointState.Change change =
            point.accept(
                batch.value(i),
                batch.text(i),
                batch.quality(i),
                batch.reason(i),
                received,
                received);
        tell(point, was, before, change, detail);
      } else {
        watch.take(point, batch.value(i), batch.quality(i), batch.reason(i), received);
        publish(point, watch, received, detail);
        await(point, watch, received);
      }
    }
  }

  /** Tells what supervision makes of a point now. */
  private void publish(PointState point, PointWatch watch, long received, String detail) {
    Quality was = point.quality();
    QualityReason before = point.reason();
    PointState.Change change =
        point.accept(watch.value(), null, watch.quality(), watch.reason(), received, watch.since());
    if (watch.chattering() && point.read() && point.backdate(watch.since())) {
      change = PointState.Change.VALUE;
    }
    tell(point, was, before, change, detail);
  }

  private void tell(
      PointState point,
      Quality was,
      QualityReason before,
      PointState.Change change,
      String detail) {
    if (change == PointState.Change.NONE) {
      return;
    }
    PointValue now = point.snapshot();
    if (change == PointState.Change.VALUE && now.point().kind().safety()) {
      field.kept().save(now.point().name(), point.kept());
    }
    audience.tell(now);
    if (before != now.reason() || was != now.quality()) {
      doubtful.moved(point, before);
      // A server that stops closes its connections and knows nothing any more.
      boolean known = state.status() != Status.CLOSED;
      if (known && now.point().kind().safety() && turned(point, was, before)) {
        field.health().keep(now.point(), point.read(), point.unusableSince());
      }
      DeviceState moved = devices.moved(now, was, before, detail);
      if (moved != null) {
        audience.tell(moved);
        if (known) {
          field.health().keep(moved);
        }
      }
    }
  }

  private static boolean turned(PointState point, Quality was, QualityReason before) {
    boolean wasRead = was == Quality.GOOD || was == Quality.UNCERTAIN;
    return point.read() != wasRead
        || before == QualityReason.NEVER_READ
        || before == QualityReason.RESTORED;
  }

  // --- what time brings

  /** A value that is being debounced counts when it has lasted, also without another sample. */
  private void await(PointState point, PointWatch watch, long now) {
    long micros = watch.await(now);
    if (micros > 0) {
      long began = watch.pendingSince();
      field.timers().after(Duration.ofNanos(micros * 1_000), () -> lasted(point, watch, began));
    }
  }

  private synchronized void lasted(PointState point, PointWatch watch, long began) {
    if (!retired && point.owner() == this && point.watch() == watch && watch.lasted(began)) {
      publish(point, watch, point.receivedMicros(), "");
    }
  }

  /** Looks after points whose trust rests on others; takes no lock while it asks for those. */
  void checkNeighbours(DoubtfulPoints.Neighbours neighbours) {
    doubtful.ask(neighbours);
  }

  /** Marks points from which nothing came, or nothing new, for too long. Once a second. */
  synchronized void tick() {
    if (retired) {
      return;
    }
    long now = field.nowMicros();
    for (PointState point : doubtful.watched()) {
      PointWatch watch = point.watch();
      if (watch != null && point.read()) {
        watch.tick(now);
        publish(point, watch, point.receivedMicros(), "");
      }
      if (watch != null) {
        doubtful.check(point, watch, now);
      }
    }
    silence.begin(now);
    for (PointState point : points) {
      if (overdue(point, now)) {
        Quality worse = point.read() ? Quality.STALE : point.quality();
        silence.add(point.point().id(), Double.NaN, worse, QualityReason.NOT_UPDATED, now);
      }
    }
    if (silence.size() > 0) {
      LOG.warn("connection {}: {} points gave no sample for too long", spec.id(), silence.size());
      take(silence, "no sample for too long");
    }
  }

  private boolean overdue(PointState point, long now) {
    long stale = requireNonNull(staleMicros.get(point.point().scan()));
    if (point.read()) {
      return now - point.receivedMicros() > stale;
    }
    boolean unheard =
        point.reason() == QualityReason.NEVER_READ || point.reason() == QualityReason.RESTORED;
    return unheard && now - awaitedMicros > (state.status() == Status.UP ? stale : UNTRIED_MICROS);
  }

  // --- what others ask

  /** The point's value, or null if another link took it over. */
  synchronized @Nullable PointValue value(PointState point) {
    return point.owner() == this ? point.snapshot() : null;
  }

  LinkStatus status() {
    Link open;
    LinkState now;
    int all;
    int good = 0;
    synchronized (this) {
      open = link;
      now = state;
      all = points.size();
      for (PointState point : points) {
        good += point.quality() == Quality.GOOD ? 1 : 0;
      }
    }
    return new LinkStatus(now, open == null ? LinkFigures.NONE : open.figures(), all, good);
  }

  synchronized List<DeviceState> deviceStates() {
    return devices.states();
  }

  /** Tells the observer what is known, then adds it. */
  synchronized void add(PointObserver observer) {
    for (PointState point : points) {
      Audience.tell(observer, point.snapshot());
    }
    audience.add(observer);
  }

  synchronized void add(DeviceObserver observer) {
    Audience.tell(observer, state);
    for (DeviceState device : devices.states()) {
      Audience.tell(observer, device);
    }
    audience.add(observer);
  }

  /** Changes who hears of this link. */
  synchronized void audience(Consumer<Audience> change) {
    change.accept(audience);
  }

  // --- outputs

  /** Writes over the open connection; refused while there is none. */
  CompletionStage<WriteOutcome> write(Point point, double value) {
    Link open = open();
    if (open == null) {
      return CompletableFuture.completedFuture(
          new WriteOutcome.Refused(
              new DriverFailure.Unreachable("connection " + spec.id() + " is not open")));
    }
    return open.write(point, value);
  }

  void refresh(Point point) {
    Link open = open();
    if (open != null) {
      open.refresh(List.of(point));
    }
  }

  private synchronized @Nullable Link open() {
    return link;
  }
}
