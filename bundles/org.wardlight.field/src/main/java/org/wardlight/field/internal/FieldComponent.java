package org.wardlight.field.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.driver.Driver;
import org.wardlight.api.field.DeviceObserver;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.FieldStatus;
import org.wardlight.api.field.ManualOverride;
import org.wardlight.api.field.Origin;
import org.wardlight.api.field.OutputState;
import org.wardlight.api.field.Outputs;
import org.wardlight.api.field.OverrideStore;
import org.wardlight.api.field.Overrides;
import org.wardlight.api.field.PointObserver;
import org.wardlight.api.field.PointStates;
import org.wardlight.api.field.PointStates.Kept;
import org.wardlight.api.field.PointTable;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilityObserver;
import org.wardlight.api.space.FacilitySource;
import org.wardlight.api.telemetry.SampleRecorder;
import org.wardlight.api.time.Lanes;
import org.wardlight.api.time.Timers;

/** The field layer as services. */
@Component(
    service = {
      PointTable.class,
      Outputs.class,
      Overrides.class,
      FieldStatus.class,
      FacilityObserver.class
    },
    // The first to follow another facility: the others read its points.
    property = "service.ranking:Integer=" + Integer.MAX_VALUE,
    immediate = true)
public final class FieldComponent
    implements PointTable, Outputs, Overrides, FieldStatus, FacilityObserver {
  private static final Duration TICK = Duration.ofSeconds(1);

  private final FieldFaults faults = new FieldFaults();
  private final FieldLinks links;
  private final Reconciler reconciler;
  private final ManualOverrides overrides;
  private final Timers.Timer tick;

  @Activate
  public FieldComponent(
      @Reference FacilitySource facilities,
      @Reference PointStates states,
      @Reference OverrideStore overrideStore,
      @Reference Clock clock,
      @Reference Timers timers,
      @Reference Lanes lanes) {
    Facility facility = facilities.current();
    Map<String, Kept> kept = states.load();
    FieldServices field =
        new FieldServices(
            new ProcessImage(), states, new KeptHealth(states, kept), clock, timers, faults);
    links = new FieldLinks(field, kept);
    reconciler = new Reconciler(field, lanes);
    links.add(reconciler::changed);
    links.follow(facility);
    reconciler.follow(facility.points());
    overrides = new ManualOverrides(field, overrideStore, reconciler, facility);
    tick = timers.every(TICK, links::tick);
  }

  @Deactivate
  public void stop() {
    tick.cancel();
    overrides.stop();
    reconciler.stop();
    links.stop();
  }

  @Override
  public void facilityChanged(Facility before, Facility now) {
    links.follow(now);
    reconciler.follow(now.points());
    overrides.follow(now);
  }

  @Override
  public PointValue value(int point) {
    return links.value(point);
  }

  @Override
  public List<LinkStatus> links() {
    return links.states();
  }

  @Override
  public List<DeviceState> devices() {
    return links.deviceStates();
  }

  @Override
  public List<OutputState> outputs() {
    return reconciler.states();
  }

  @Override
  public void wish(int point, Origin origin, double value, String why) {
    if (origin == Origin.MANUAL) {
      throw new IllegalArgumentException("what people hold needs an owner and an end: override it");
    }
    reconciler.wish(point, origin, value, why);
  }

  @Override
  public void withdraw(int point, Origin origin) {
    reconciler.withdraw(point, origin);
  }

  @Override
  public double wished(int point, Origin origin) {
    return reconciler.wished(point, origin);
  }

  @Override
  public OutputState state(int point) {
    return reconciler.state(point);
  }

  @Override
  public CompletionStage<Outcome> override(
      int point, double value, String owner, Instant until, String reason) {
    return overrides.override(point, value, owner, until, reason);
  }

  @Override
  public boolean release(int point, String user) {
    return overrides.release(point, user);
  }

  @Override
  public List<ManualOverride> overrides() {
    return overrides.overrides();
  }

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  public void setFaults(Faults desk) {
    faults.connect(desk);
  }

  public void unsetFaults(Faults desk) {
    faults.disconnect(desk);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void addDriver(Driver driver) {
    links.add(driver);
  }

  public void removeDriver(Driver driver) {
    links.remove(driver);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void addPointObserver(PointObserver observer) {
    links.add(observer);
  }

  public void removePointObserver(PointObserver observer) {
    links.remove(observer);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void addDeviceObserver(DeviceObserver observer) {
    links.add(observer);
  }

  public void removeDeviceObserver(DeviceObserver observer) {
    links.remove(observer);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void addRecorder(SampleRecorder recorder) {
    links.addRecorder(recorder);
  }

  public void removeRecorder(SampleRecorder recorder) {
    links.removeRecorder(recorder);
  }
}
