package org.wardlight.field.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.Driver;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.Link;
import org.wardlight.api.driver.LinkListener;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.driver.LinkState.Status;
import org.wardlight.api.driver.WriteOutcome;
import org.wardlight.api.field.DeviceObserver;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.PointObserver;
import org.wardlight.api.field.PointStates;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.SampleBatch;
import org.wardlight.api.point.ScanClass;
import org.wardlight.api.telemetry.SampleRecorder;

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

  private static final Logger LOG = LoggerFactory.getLogger(SupervisedLink.class);

  private final ConnectionSpec spec;
  private final List<Point> points;
  private final long[] staleMicros;
  private final ProcessImage image;
  private final PointStates states;
  private final Clock clock;
  private final DeviceBoard devices;
  private final SampleBatch silence;
  private final List<PointObserver> pointObservers = new ArrayList<>();
  private final List<DeviceObserver> deviceObservers = new ArrayList<>();
  private final List<SampleRecorder> recorders = new ArrayList<>();
  private LinkState state;
  private @Nullable Link link;
  private @Nullable Driver driver;

  SupervisedLink(
      ConnectionSpec spec,
      List<Point> points,
      ProcessImage image,
      PointStates states,
      Clock clock) {
    this.spec = spec;
    this.points = List.copyOf(points);
    this.image = image;
    this.states = states;
    this.clock = clock;
    Instant now = clock.instant();
    devices = new DeviceBoard(points, now);
    silence = new SampleBatch(points.size());
    staleMicros = new long[points.size()];
    for (int i = 0; i < staleMicros.length; i++) {
      staleMicros[i] = staleAfter(points.get(i).scan()).toNanos() / 1_000;
    }
    state =
        new LinkState(
            spec.id(),
            Status.DOWN,
            now,
            new DriverFailure.Unsupported(
                "no driver for " + spec.endpoint().getScheme() + " is running"),
            0);
  }

  private Duration staleAfter(ScanClass scan) {
    Duration three = spec.scanPeriod(scan).multipliedBy(3);
    return three.compareTo(LEAST_STALE_AFTER) > 0 ? three : LEAST_STALE_AFTER;
  }

  ConnectionSpec spec() {
    return spec;
  }

  List<Point> points() {
    return points;
  }

  /** Opens the connection if the driver knows its scheme and it is not open yet. */
  void open(Driver candidate) {
    synchronized (this) {
      if (driver != null || !candidate.schemes().contains(spec.endpoint().getScheme())) {
        return;
      }
      driver = candidate;
    }
    // Outside the monitor: the driver may call back from its own threads at once.
    Link opened;
    try {
      opened = candidate.open(spec, this);
    } catch (IllegalArgumentException e) {
      LOG.error("connection {} cannot be opened: {}", spec.id(), e.getMessage());
      stateChanged(
          new LinkState(
              spec.id(),
              Status.DOWN,
              clock.instant(),
              new DriverFailure.Unsupported(String.valueOf(e.getMessage())),
              0));
      return;
    }
    synchronized (this) {
      link = opened;
    }
    opened.watch(points);
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

  @Override
  public synchronized void samples(SampleBatch batch) {
    for (int i = 0; i < recorders.size(); i++) {
      recorders.get(i).record(batch);
    }
    long received = batch.receivedMicros();
    for (int i = 0; i < batch.size(); i++) {
      take(
          batch.point(i), batch.value(i), batch.quality(i), batch.reason(i), received, "no answer");
    }
  }

  @Override
  public synchronized void stateChanged(LinkState now) {
    if (now.status() != state.status()) {
      DriverFailure failure = now.failure();
      if (now.status() == Status.UP) {
        LOG.info("connection {} is up", spec.id());
      } else if (now.status() == Status.DOWN) {
        LOG.warn(
            "connection {} is down: {}", spec.id(), failure == null ? "closed" : failure.detail());
      }
    }
    state = now;
    for (DeviceObserver observer : deviceObservers) {
      guarded(() -> observer.linkChanged(now));
    }
    if (now.status() == Status.DOWN || now.status() == Status.CLOSED) {
      DriverFailure failure = now.failure();
      silence.begin(ProcessImage.micros(clock.instant()));
      for (Point point : points) {
        silence.addBad(point.id(), QualityReason.DISCONNECTED);
      }
      deliverSilence(failure == null ? "connection closed" : failure.detail());
    }
  }

  /** Marks points from which nothing came for too long. Called about once a second. */
  synchronized void checkStale() {
    long now = ProcessImage.micros(clock.instant());
    silence.begin(now);
    for (int i = 0; i < staleMicros.length; i++) {
      int id = points.get(i).id();
      Quality quality = image.quality(id);
      if ((quality == Quality.GOOD || quality == Quality.UNCERTAIN)
          && now - image.receivedMicros(id) > staleMicros[i]) {
        silence.add(id, Double.NaN, Quality.STALE, QualityReason.NOT_UPDATED, now);
      }
    }
    if (silence.size() > 0) {
      LOG.warn("connection {}: {} points gave no sample for too long", spec.id(), silence.size());
      deliverSilence("no sample for too long");
    }
  }

  private void deliverSilence(String detail) {
    for (SampleRecorder recorder : recorders) {
      recorder.record(silence);
    }
    for (int i = 0; i < silence.size(); i++) {
      take(
          silence.point(i),
          silence.value(i),
          silence.quality(i),
          silence.reason(i),
          silence.receivedMicros(),
          detail);
    }
  }

  private void take(
      int id, double value, Quality quality, QualityReason reason, long received, String detail) {
    QualityReason before = image.reason(id);
    ProcessImage.Change change = image.accept(id, value, quality, reason, received);
    if (change == ProcessImage.Change.NONE) {
      return;
    }
    PointValue now = image.value(id);
    if (change == ProcessImage.Change.VALUE && now.point().kind().safety()) {
      states.save(now.point().name(), image.kept(id));
    }
    for (int i = 0; i < pointObservers.size(); i++) {
      PointObserver observer = pointObservers.get(i);
      guarded(() -> observer.changed(now));
    }
    if (before != reason) {
      DeviceState moved = devices.moved(id, before, reason, detail, now.qualitySince());
      if (moved != null) {
        for (DeviceObserver observer : deviceObservers) {
          guarded(() -> observer.deviceChanged(moved));
        }
      }
    }
  }

  private void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.error("an observer failed on a change of connection {}", spec.id(), e);
    }
  }

  synchronized PointValue value(int id) {
    return image.value(id);
  }

  /** Tells the observer what is known, then adds it. */
  synchronized void addPointObserver(PointObserver observer) {
    for (Point point : points) {
      PointValue now = image.value(point.id());
      guarded(() -> observer.changed(now));
    }
    pointObservers.add(observer);
  }

  synchronized void removePointObserver(PointObserver observer) {
    pointObservers.remove(observer);
  }

  synchronized void addDeviceObserver(DeviceObserver observer) {
    LinkState present = state;
    guarded(() -> observer.linkChanged(present));
    for (DeviceState device : devices.states()) {
      guarded(() -> observer.deviceChanged(device));
    }
    deviceObservers.add(observer);
  }

  synchronized void removeDeviceObserver(DeviceObserver observer) {
    deviceObservers.remove(observer);
  }

  synchronized void addRecorder(SampleRecorder recorder) {
    recorders.add(recorder);
  }

  synchronized void removeRecorder(SampleRecorder recorder) {
    recorders.remove(recorder);
  }

  /** Writes over the open connection; refused while there is none. */
  CompletionStage<WriteOutcome> write(Point point, double value) {
    Link open;
    synchronized (this) {
      open = link;
    }
    if (open == null) {
      return CompletableFuture.completedFuture(
          new WriteOutcome.Refused(
              new DriverFailure.Unreachable("connection " + spec.id() + " is not open")));
    }
    return open.write(point, value);
  }

  void refresh(Point point) {
    Link open;
    synchronized (this) {
      open = link;
    }
    if (open != null) {
      open.refresh(List.of(point));
    }
  }
}
