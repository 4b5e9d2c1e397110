package org.wardlight.alarm.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmDesk;
import org.wardlight.api.alarm.AlarmLoad;
import org.wardlight.api.alarm.Annunciator;
import org.wardlight.api.alarm.Bedside;
import org.wardlight.api.alarm.Coverage;
import org.wardlight.api.alarm.DeskSnapshots;
import org.wardlight.api.alarm.Duty;
import org.wardlight.api.alarm.Episodes;
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.alarm.Handover;
import org.wardlight.api.alarm.Journal;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.alarm.Shelves;
import org.wardlight.api.alarm.Stations;
import org.wardlight.api.alarm.WalkTests;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.field.DeviceObserver;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.PointObserver;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.rule.ConclusionChange;
import org.wardlight.api.rule.ConclusionListener;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilityObserver;
import org.wardlight.api.space.FacilitySource;
import org.wardlight.api.time.Lanes;
import org.wardlight.api.time.Timers;

/**
 * The alarm desk as services. What it does beside handling alarms is registered by hand, each
 * service by the part that does it.
 */
@Component(
    immediate = true,
    configurationPid = "org.wardlight.alarm",
    service = {
      AlarmDesk.class,
      Faults.class,
      ConclusionListener.class,
      PointObserver.class,
      DeviceObserver.class,
      FacilityObserver.class
    })
@Capability(
    namespace = "osgi.service",
    attribute =
        "objectClass:List<String>=\"org.wardlight.api.alarm.Shelves,"
            + "org.wardlight.api.alarm.Duty,org.wardlight.api.alarm.WalkTests,"
            + "org.wardlight.api.alarm.Coverage,org.wardlight.api.alarm.Handover,"
            + "org.wardlight.api.alarm.AlarmLoad,org.wardlight.api.alarm.Stations,"
            + "org.wardlight.api.alarm.Bedside,org.wardlight.api.alarm.Episodes\"")
public final class AlarmDeskComponent
    implements AlarmDesk,
        Faults,
        ConclusionListener,
        PointObserver,
        DeviceObserver,
        FacilityObserver {
  private static final Logger LOG = LoggerFactory.getLogger(AlarmDeskComponent.class);

  private final List<Annunciator> annunciators = new CopyOnWriteArrayList<>();
  private final List<ServiceRegistration<?>> services = new ArrayList<>();
  private final Desk desk;
  private final CoverageBoard coverage;

  @Activate
  public AlarmDeskComponent(
      BundleContext bundle,
      @Reference Journal journal,
      @Reference DeskSnapshots snapshots,
      @Reference FacilitySource facility,
      @Reference Lanes lanes,
      @Reference Clock clock,
      @Reference Timers timers) {
    desk = new Desk(journal, snapshots, facility, lanes, clock, timers, this::announce);
    Wards wards = desk.wards();
    AnnouncedAlarms announced = desk.announced();
    Stations stations = new StationWatch(wards, announced, facility, clock, timers);
    BedsideDesk bedside = new BedsideDesk(wards, announced, facility, clock, timers);
    coverage = new CoverageBoard(announced, facility, stations, bedside);
    desk.start();
    register(bundle, Shelves.class, new ShelfDesk(wards, announced));
    register(bundle, Duty.class, new DutyDesk(wards, announced, facility, clock));
    register(bundle, WalkTests.class, new WalkDesk(wards, announced, facility, bedside));
    register(bundle, Coverage.class, coverage);
    register(bundle, Handover.class, new HandoverDesk(wards, announced, coverage));
    register(bundle, Stations.class, stations);
    register(bundle, Bedside.class, bedside);
    register(bundle, Episodes.class, new EpisodeDesk(announced, journal));
    register(bundle, AlarmLoad.class, ward -> LoadLog.figures(announced, ward, clock.instant()));
  }

  private <T> void register(BundleContext bundle, Class<T> as, T service) {
    services.add(bundle.registerService(as, service, null));
  }

  @Deactivate
  public void stop() {
    services.forEach(ServiceRegistration::unregister);
    desk.stop();
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void addAnnunciator(Annunciator annunciator) {
    annunciators.add(annunciator);
  }

  public void removeAnnunciator(Annunciator annunciator) {
    annunciators.remove(annunciator);
  }

  private void announce(JournalEntry entry, @Nullable Alarm after) {
    for (Annunciator annunciator : annunciators) {
      try {
        annunciator.announce(entry, after);
      } catch (RuntimeException e) {
        LOG.error("{} failed on entry {}; the others go on", annunciator, entry.sequence(), e);
      }
    }
  }

  @Override
  public List<Alarm> open() {
    return desk.open();
  }

  @Override
  public @Nullable Alarm find(String alarmId) {
    return desk.find(alarmId);
  }

  @Override
  public Map<String, Instant> present() {
    return desk.present();
  }

  @Override
  public CompletionStage<ActionOutcome> accept(String alarmId, String user) {
    return desk.accept(alarmId, user);
  }

  @Override
  public CompletionStage<ActionOutcome> spokenWith(String alarmId, String user) {
    return desk.spokenWith(alarmId, user);
  }

  @Override
  public CompletionStage<ActionOutcome> close(String alarmId, String user, String reason) {
    return desk.close(alarmId, user, reason);
  }

  @Override
  public void hold(String kind, String subject, Reason reason) {
    desk.hold(kind, subject, reason);
  }

  @Override
  public void release(String kind, String subject) {
    desk.release(kind, subject);
  }

  @Override
  public void concluded(ConclusionChange change) {
    desk.concluded(change);
  }

  @Override
  public void changed(PointValue now) {
    desk.changed(now);
    coverage.changed(now);
  }

  @Override
  public void deviceChanged(DeviceState now) {
    coverage.deviceChanged(now);
  }

  @Override
  public void linkChanged(LinkState now) {
    coverage.linkChanged(now);
  }

  @Override
  public void facilityChanged(Facility before, Facility now) {
    desk.facilityChanged(before, now);
    coverage.retain(now);
  }
}
