package org.wardlight.field.internal;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.Driver;
import org.wardlight.api.field.DeviceObserver;
import org.wardlight.api.field.Origin;
import org.wardlight.api.field.OutputState;
import org.wardlight.api.field.Outputs;
import org.wardlight.api.field.PointObserver;
import org.wardlight.api.field.PointStates;
import org.wardlight.api.field.PointTable;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilitySource;
import org.wardlight.api.telemetry.SampleRecorder;
import org.wardlight.api.time.Lanes;
import org.wardlight.api.time.Timers;

/** The field layer of one facility: a supervised link for each connection, and the reconciler. */
@Component(
    service = {PointTable.class, Outputs.class},
    immediate = true)
public final class FieldComponent implements PointTable, Outputs {
  private static final Duration STALE_CHECK = Duration.ofSeconds(1);

  private final List<SupervisedLink> links = new ArrayList<>();
  private final SupervisedLink[] linkOfPoint;
  private final Reconciler reconciler;
  private final Timers.Timer staleCheck;

  @Activate
  public FieldComponent(
      @Reference FacilitySource facilities,
      @Reference PointStates states,
      @Reference Clock clock,
      @Reference Timers timers,
      @Reference Lanes lanes) {
    Facility facility = facilities.current();
    ProcessImage image = new ProcessImage(facility, states.load(), clock.instant());
    Map<String, List<Point>> byConnection = new HashMap<>();
    for (Point point : facility.points()) {
      byConnection.computeIfAbsent(point.connection(), c -> new ArrayList<>()).add(point);
    }
    linkOfPoint = new SupervisedLink[facility.pointIdBound()];
    for (ConnectionSpec spec : facility.connections().values()) {
      List<Point> points = byConnection.getOrDefault(spec.id(), List.of());
      SupervisedLink link = new SupervisedLink(spec, points, image, states, clock);
      links.add(link);
      for (Point point : points) {
        linkOfPoint[point.id()] = link;
      }
    }
    reconciler = new Reconciler(links, clock, lanes, timers);
    PointObserver readBack =
        now -> {
          if (now.point().writable()) {
            reconciler.changed(now);
          }
        };
    links.forEach(link -> link.addPointObserver(readBack));
    staleCheck = timers.every(STALE_CHECK, () -> links.forEach(SupervisedLink::checkStale));
  }

  @Deactivate
  public void stop() {
    staleCheck.cancel();
    reconciler.stop();
    links.forEach(SupervisedLink::close);
  }

  @Override
  public PointValue value(int point) {
    if (point < 0 || point >= linkOfPoint.length) {
      throw new IllegalArgumentException("there is no point " + point);
    }
    return linkOfPoint[point].value(point);
  }

  @Override
  public void wish(int point, Origin origin, double value, String why) {
    reconciler.wish(point, origin, value, why);
  }

  @Override
  public void withdraw(int point, Origin origin) {
    reconciler.withdraw(point, origin);
  }

  @Override
  public OutputState state(int point) {
    return reconciler.state(point);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void addDriver(Driver driver) {
    links.forEach(link -> link.open(driver));
  }

  public void removeDriver(Driver driver) {
    links.forEach(link -> link.closeIfOpenedBy(driver));
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void addPointObserver(PointObserver observer) {
    links.forEach(link -> link.addPointObserver(observer));
  }

  public void removePointObserver(PointObserver observer) {
    links.forEach(link -> link.removePointObserver(observer));
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void addDeviceObserver(DeviceObserver observer) {
    links.forEach(link -> link.addDeviceObserver(observer));
  }

  public void removeDeviceObserver(DeviceObserver observer) {
    links.forEach(link -> link.removeDeviceObserver(observer));
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void addRecorder(SampleRecorder recorder) {
    links.forEach(link -> link.addRecorder(recorder));
  }

  public void removeRecorder(SampleRecorder recorder) {
    links.forEach(link -> link.removeRecorder(recorder));
  }
}
