package org.wardlight.alarm.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.alarm.internal.Step.Happening;
import org.wardlight.alarm.internal.WardAlarms.OpenAlarm;
import org.wardlight.alarm.internal.WardAlarms.Place;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmDesk;
import org.wardlight.api.alarm.Annunciator;
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.alarm.Journal;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.alarm.JournalException;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.field.PointObserver;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.rule.ConclusionChange;
import org.wardlight.api.rule.ConclusionListener;
import org.wardlight.api.rule.Condition;
import org.wardlight.api.space.FacilitySource;
import org.wardlight.api.time.Lanes;
import org.wardlight.api.time.Timers;

/** Brings inputs to the machine of their ward, on its lane, and what follows to the recorder. */
final class Desk implements AlarmDesk, Faults, ConclusionListener, PointObserver {
  static final String JOURNAL_FAILED = "journal.failed";
  static final String JOURNAL_UNREAD = "journal.unread";

  /** A fault from before a restart that nobody has said again after this time has ended. */
  static final Duration FAULTS_SETTLE = Duration.ofMinutes(2);

  private static final String JOURNAL = "journal";
  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

  private final Journal journal;
  private final FacilitySource facility;
  private final Lanes lanes;
  private final Clock clock;
  private final Timers timers;
  private final AnnouncedAlarms announced = new AnnouncedAlarms();
  private final Recorder recorder;
  private final Map<String, Ward> wards = new ConcurrentHashMap<>();
  private final Set<Place> faultsSaid = new HashSet<>(); // on the facility's lane
  private Timers.@Nullable Timer settling;

  /** What the desk keeps of a ward; touched on the ward's lane only. */
  private static final class Ward {
    final DeskPoints points = new DeskPoints();
    WardAlarms alarms = WardAlarms.EMPTY;
  }

  Desk(
      Journal journal,
      FacilitySource facility,
      Lanes lanes,
      Clock clock,
      Timers timers,
      Annunciator annunciators) {
    this.journal = journal;
    this.facility = facility;
    this.lanes = lanes;
    this.clock = clock;
    this.timers = timers;
    recorder =
        new Recorder(
            journal,
            lanes.lane("alarm.record"),
            timers,
            announced,
            annunciators,
            new Recorder.Failure() {
              @Override
              public void began(String problem) {
                hold(JOURNAL_FAILED, JOURNAL, problem(JOURNAL_FAILED, problem));
              }

              @Override
              public void ended() {
                release(JOURNAL_FAILED, JOURNAL);
              }
            });
  }

  /** Rebuilds what was known before the restart. To be called before anything else. */
  void start() {
    String problem = "";
    try {
      journal.replay(1, this::replay);
    } catch (JournalException e) {
      problem = String.valueOf(e.getMessage());
      LOG.error("alarms from before the start may be missing: {}", problem);
    }
    LOG.info("{} alarms are open", announced.open().size());
    closeWhereNoRoomIs();
    settling = timers.after(FAULTS_SETTLE, () -> tell(Lanes.FACILITY, this::endForgottenFaults));
    if (!problem.isEmpty()) {
      hold(JOURNAL_UNREAD, JOURNAL, problem(JOURNAL_UNREAD, problem));
    }
  }

  private void closeWhereNoRoomIs() {
    Set<String> rooms = new HashSet<>();
    for (org.wardlight.api.space.Ward ward : facility.current().wards()) {
      ward.rooms().forEach(room -> rooms.add(room.id()));
      ward.commonSpaces().forEach(space -> rooms.add(space.id()));
    }
    for (Alarm alarm : announced.open()) {
      if (!alarm.room().isEmpty() && rooms.add(alarm.room())) {
        LOG.info("room {} is gone, its alarms are closed", alarm.room());
        tell(alarm.ward(), () -> step(alarm.ward(), new Input.RoomRemoved(alarm.room())));
      }
    }
  }

  void stop() {
    Timers.Timer timer = settling;
    if (timer != null) {
      timer.cancel();
    }
  }

  private void replay(JournalEntry entry) {
    Ward ward = ward(entry.event().ward());
    announced.apply(entry.event(), ward.alarms.after(entry.event()));
    ward.alarms = ward.alarms.with(entry.event());
  }

  private static Reason problem(String key, String problem) {
    return new Reason(key, Map.of("problem", problem));
  }

  // --- what is shown

  @Override
  public List<Alarm> open() {
    return announced.open();
  }

  @Override
  public @Nullable Alarm find(String alarmId) {
    return announced.find(alarmId);
  }

  @Override
  public Map<String, Instant> present() {
    return announced.present();
  }

  // --- what people do

  @Override
  public CompletionStage<ActionOutcome> accept(String alarmId, String user) {
    return act(alarmId, new Input.Accept(alarmId, user));
  }

  @Override
  public CompletionStage<ActionOutcome> close(String alarmId, String user, String reason) {
    return act(alarmId, new Input.Close(alarmId, user, reason));
  }

  private CompletionStage<ActionOutcome> act(String alarmId, Input input) {
    CompletableFuture<ActionOutcome> outcome = new CompletableFuture<>();
    Alarm shown = announced.find(alarmId);
    if (shown == null || !shown.open()) {
      outcome.complete(new ActionOutcome.NotOpen(alarmId));
      return outcome;
    }
    try {
      lanes.lane(shown.ward()).execute(() -> act(shown.ward(), alarmId, input, outcome));
    } catch (RejectedExecutionException e) {
      outcome.completeExceptionally(e);
    }
    return outcome;
  }

  private void act(
      String ward, String alarmId, Input input, CompletableFuture<ActionOutcome> outcome) {
    Step step = WardMachine.step(ward, ward(ward).alarms, input, clock.instant());
    OpenAlarm open = ward(ward).alarms.open().get(alarmId);
    if (open == null) {
      outcome.complete(new ActionOutcome.NotOpen(alarmId));
    } else if (!step.refusal().isEmpty()) {
      outcome.complete(new ActionOutcome.NotAllowed(step.refusal()));
    } else {
      Alarm before = open.alarm();
      take(
          ward,
          step,
          () -> {
            Alarm after = announced.find(alarmId);
            outcome.complete(new ActionOutcome.Done(after == null ? before : after));
          });
    }
  }

  // --- what the building says

  @Override
  public void changed(PointValue now) {
    if (!DeskPoints.concerns(now)) {
      return;
    }
    String ward = now.point().ward();
    tell(
        ward,
        () -> {
          Input input = ward(ward).points.read(now);
          if (input != null) {
            step(ward, input);
          }
        });
  }

  @Override
  public void concluded(ConclusionChange change) {
    List<Condition> began = conditions(change.began());
    List<Condition> ended = conditions(change.ended());
    if (change.complete() || !began.isEmpty() || !ended.isEmpty()) {
      Input input = new Input.Conditions(change.complete(), began, ended);
      tell(change.ward(), () -> step(change.ward(), input));
    }
  }

  private static List<Condition> conditions(List<?> conclusions) {
    return conclusions.stream()
        .filter(Condition.class::isInstance)
        .map(Condition.class::cast)
        .toList();
  }

  // --- what the server says of itself

  @Override
  public void hold(String kind, String subject, Reason reason) {
    tell(
        Lanes.FACILITY,
        () -> {
          faultsSaid.add(new Place(kind, subject));
          step(Lanes.FACILITY, fault(kind, subject, reason, true));
        });
  }

  @Override
  public void release(String kind, String subject) {
    tell(Lanes.FACILITY, () -> step(Lanes.FACILITY, fault(kind, subject, Reason.of(kind), false)));
  }

  private void endForgottenFaults() {
    for (OpenAlarm open : ward(Lanes.FACILITY).alarms.open().values()) {
      Alarm fault = open.alarm();
      if (!faultsSaid.contains(new Place(fault.kind(), fault.space()))) {
        step(Lanes.FACILITY, fault(fault.kind(), fault.space(), fault.reason(), false));
      }
    }
  }

  private Input fault(String kind, String subject, Reason reason, boolean holds) {
    Condition condition =
        new Condition(kind, AlarmClass.TECHNICAL, "", subject, clock.instant(), reason);
    return holds
        ? new Input.Conditions(false, List.of(condition), List.of())
        : new Input.Conditions(false, List.of(), List.of(condition));
  }

  // --- lanes

  private Ward ward(String id) {
    return wards.computeIfAbsent(id, unused -> new Ward());
  }

  private void tell(String ward, Runnable task) {
    try {
      lanes.lane(ward).execute(task);
    } catch (RejectedExecutionException e) {
      // The lane said so at ERROR when it began to refuse; callers must not be hurt by it.
      LOG.debug("an input of {} was refused by its lane", ward);
    }
  }

  private void step(String ward, Input input) {
    take(ward, WardMachine.step(ward, ward(ward).alarms, input, clock.instant()), () -> {});
  }

  private void take(String ward, Step step, Runnable announcedAll) {
    ward(ward).alarms = step.state();
    List<Happening> happenings = step.happenings();
    if (happenings.isEmpty()) {
      announcedAll.run();
    } else {
      recorder.submit(happenings, announcedAll);
    }
  }
}
