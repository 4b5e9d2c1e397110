package org.wardlight.alarm.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
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
import org.wardlight.api.alarm.Annunciator;
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.alarm.Journal;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.field.PointObserver;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.rule.ConclusionChange;
import org.wardlight.api.rule.ConclusionListener;
import org.wardlight.api.space.FacilitySource;
import org.wardlight.api.time.Lanes;
import org.wardlight.api.time.Timers;

/** The alarm desk as services. */
@Component(
    immediate = true,
    configurationPid = "org.wardlight.alarm",
    service = {AlarmDesk.class, Faults.class, ConclusionListener.class, PointObserver.class})
public final class AlarmDeskComponent
    implements AlarmDesk, Faults, ConclusionListener, PointObserver {
  private static final Logger LOG = LoggerFactory.getLogger(AlarmDeskComponent.class);

  private final List<Annunciator> annunciators = new CopyOnWriteArrayList<>();
  private final Desk desk;

  @Activate
  public AlarmDeskComponent(
      @Reference Journal journal,
      @Reference FacilitySource facility,
      @Reference Lanes lanes,
      @Reference Clock clock,
      @Reference Timers timers) {
    desk = new Desk(journal, facility, lanes, clock, timers, this::announce);
    desk.start();
  }

  @Deactivate
  public void stop() {
    desk.stop();
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addAnnunciator(Annunciator annunciator) {
    annunciators.add(annunciator);
  }

  void removeAnnunciator(Annunciator annunciator) {
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
  }
}
