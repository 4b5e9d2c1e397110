package org.wardlight.field.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.Driver;
import org.wardlight.api.field.DeviceObserver;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.FieldStatus.LinkStatus;
import org.wardlight.api.field.PointObserver;
import org.wardlight.api.field.PointStates.Kept;
import org.wardlight.api.field.PointTable;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.space.Facility;
import org.wardlight.api.telemetry.SampleRecorder;

/**
 * The links of the facility in force. Another facility replaces only what it changes: a connection
 * that is described as before stays open and unaware.
 */
final class FieldLinks implements PointTable {
  private final FieldServices field;
  private final Map<String, Kept> kept;
  private final List<Driver> drivers = new ArrayList<>();
  private final List<PointObserver> pointObservers = new ArrayList<>();
  private final List<DeviceObserver> deviceObservers = new ArrayList<>();
  private final List<SampleRecorder> recorders = new ArrayList<>();
  private volatile List<SupervisedLink> links = List.of();
  private volatile @Nullable Facility facility;

  /**
   * No links yet.
   *
   * @param kept what is known of points from before the restart
   */
  FieldLinks(FieldServices field, Map<String, Kept> kept) {
    this.field = field;
    this.kept = new HashMap<>(kept);
  }

  /**
   * Brings links and points to what this facility says. When it returns every point of the facility
   * can be read; values of the points that stay, their times and what comes meanwhile are kept.
   */
  synchronized void follow(Facility now) {
    Map<String, SupervisedLink> staying = new HashMap<>();
    for (SupervisedLink link : links) {
      if (link.spec().equals(now.connections().get(link.spec().id()))) {
        staying.put(link.spec().id(), link);
      } else {
        link.retire();
      }
    }
    Map<String, List<Point>> points = new HashMap<>();
    for (Point point : now.points()) {
      points.computeIfAbsent(point.connection(), c -> new ArrayList<>()).add(point);
    }
    @Nullable PointState[] states = new @Nullable PointState[now.pointIdBound()];
    List<SupervisedLink> next = new ArrayList<>();
    List<SupervisedLink> changed = new ArrayList<>();
    List<SupervisedLink> added = new ArrayList<>();
    for (ConnectionSpec spec : now.connections().values()) {
      SupervisedLink known = staying.get(spec.id());
      SupervisedLink link = known == null ? new SupervisedLink(spec, field) : known;
      List<Point> its = points.getOrDefault(spec.id(), List.of());
      if (link.follow(statesOf(its, link, states), its) && known != null) {
        changed.add(link);
      }
      if (known == null) {
        pointObservers.forEach(link::add);
        deviceObservers.forEach(link::add);
        recorders.forEach(recorder -> link.audience(all -> all.addRecorder(recorder)));
        added.add(link);
      }
      next.add(link);
    }
    field.image().replace(states);
    links = List.copyOf(next);
    facility = now;
    changed.forEach(SupervisedLink::watch);
    added.forEach(link -> drivers.forEach(link::open));
  }

  private List<PointState> statesOf(
      List<Point> points, SupervisedLink link, @Nullable PointState[] into) {
    List<PointState> states = new ArrayList<>(points.size());
    for (Point point : points) {
      PointState state = field.image().state(point.id());
      if (state == null) {
        state = new PointState(point, link, field.nowMicros());
        // Only once: a point that comes again later was not watched in between.
        Kept before = kept.remove(point.name());
        if (before != null && state.restore(before)) {
          // Or the next restart would count from itself once more.
          field.kept().save(point.name(), state.kept());
        }
        Instant unusable = field.health().unusable(point, field.clock().instant());
        if (unusable != null) {
          state.unusableSince(unusable);
        }
      }
      into[point.id()] = state;
      states.add(state);
    }
    return states;
  }

  synchronized void stop() {
    links.forEach(SupervisedLink::close);
  }

  /** Once a second. */
  void tick() {
    for (SupervisedLink link : links) {
      link.checkNeighbours(this::failed);
      link.tick();
    }
  }

  private String failed(Set<String> names) {
    Facility known = facility;
    for (String name : names) {
      Point point = known == null ? null : known.point(name);
      PointState state = point == null ? null : field.image().state(point.id());
      if (state != null && failed(state.current())) {
        return name;
      }
    }
    return "";
  }

  /** Doubt about a neighbour's neighbour is not passed on: two that name each other would lock. */
  private static boolean failed(PointValue neighbour) {
    boolean saysSo =
        neighbour.point().kind().id().endsWith(".fault")
            && neighbour.value() != 0
            && !Double.isNaN(neighbour.value());
    return saysSo
        || (neighbour.quality() != Quality.GOOD
            && neighbour.reason() != QualityReason.NEIGHBOUR_FAILED);
  }

  @Override
  public PointValue value(int point) {
    PointState state = field.image().state(point);
    if (state == null) {
      throw new IllegalArgumentException("there is no point " + point);
    }
    return state.current();
  }

  List<LinkStatus> states() {
    return links.stream().map(SupervisedLink::status).toList();
  }

  List<DeviceState> deviceStates() {
    return links.stream().flatMap(link -> link.deviceStates().stream()).toList();
  }

  // --- who takes part

  synchronized void add(Driver driver) {
    drivers.add(driver);
    links.forEach(link -> link.open(driver));
  }

  synchronized void remove(Driver driver) {
    drivers.remove(driver);
    links.forEach(link -> link.closeIfOpenedBy(driver));
  }

  synchronized void add(PointObserver observer) {
    pointObservers.add(observer);
    links.forEach(link -> link.add(observer));
  }

  synchronized void remove(PointObserver observer) {
    pointObservers.remove(observer);
    links.forEach(link -> link.audience(all -> all.remove(observer)));
  }

  synchronized void add(DeviceObserver observer) {
    deviceObservers.add(observer);
    links.forEach(link -> link.add(observer));
  }

  synchronized void remove(DeviceObserver observer) {
    deviceObservers.remove(observer);
    links.forEach(link -> link.audience(all -> all.remove(observer)));
  }

  synchronized void addRecorder(SampleRecorder recorder) {
    recorders.add(recorder);
    links.forEach(link -> link.audience(all -> all.addRecorder(recorder)));
  }

  synchronized void removeRecorder(SampleRecorder recorder) {
    recorders.remove(recorder);
    links.forEach(link -> link.audience(all -> all.removeRecorder(recorder)));
  }
}
