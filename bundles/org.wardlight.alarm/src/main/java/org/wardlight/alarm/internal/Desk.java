package org.wardlight.alarm.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.alarm.internal.WardAlarms.OpenAlarm;
import org.wardlight.alarm.internal.WardAlarms.Place;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmDesk;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.Annunciator;
import org.wardlight.api.alarm.DeskOutcome;
import org.wardlight.api.alarm.DeskSnapshots;
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.alarm.Journal;
import org.wardlight.api.alarm.JournalException;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.field.PointObserver;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.rule.ConclusionChange;
import org.wardlight.api.rule.ConclusionListener;
import org.wardlight.api.rule.Condition;
import org.wardlight.api.rule.Stage;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilityObserver;
import org.wardlight.api.space.FacilitySource;
import org.wardlight.api.time.Lanes;
import org.wardlight.api.time.Timers;

/** Brings what the building, the rules, people and the server say to the machine of their ward. */
final class Desk implements AlarmDesk, Faults, ConclusionListener, PointObserver, FacilityObserver {
  static final String JOURNAL_FAILED = "journal.failed";
  static final String JOURNAL_UNREAD = "journal.unread";

  /** A fault from before a restart that nobody has said again after this time has ended. */
  static final Duration FAULTS_SETTLE = Duration.ofMinutes(2);

  /** Events of a ward are in order but for rounding; more than this is another clock. */
  private static final Duration WENT_BACK = Duration.ofSeconds(1);

  /** So long before the desk, at most, this server may have begun to read points. */
  static final Duration READ_BEFORE = Duration.ofSeconds(30);

  private static final String JOURNAL = "journal";
  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

  private final Journal journal;
  private final SnapshotKeeper snapshots;
  private final FacilitySource facility;
  private final Clock clock;
  private final Timers timers;
  private final AnnouncedAlarms announced = new AnnouncedAlarms();
  private final Wards wards;
  private final Set<Place> faultsSaid = new HashSet<>(); // on the facility's lane
  private volatile Instant watchedSince = Instant.MIN;
  private Timers.@Nullable Timer settling;

  Desk(
      Journal journal,
      @Nullable DeskSnapshots snapshots,
      FacilitySource facility,
      Lanes lanes,
      Clock clock,
      Timers timers,
      Annunciator annunciators) {
    this.journal = journal;
    this.snapshots = new SnapshotKeeper(snapshots);
    this.facility = facility;
    this.clock = clock;
    this.timers = timers;
    Recorder recorder =
        new Recorder(
            journal,
            lanes.lane("alarm.record"),
            clock,
            timers,
            announced,
            annunciators,
            new JournalWatcher());
    wards = new Wards(facility, lanes, clock, timers, recorder);
  }

  private final class JournalWatcher implements Recorder.Watcher {
    @Override
    public void failed(String problem) {
      hold(JOURNAL_FAILED, JOURNAL, problem(JOURNAL_FAILED, problem));
    }

    @Override
    public void worksAgain() {
      release(JOURNAL_FAILED, JOURNAL);
    }

    @Override
    public void recordedUpTo(long sequence) {
      snapshots.announced(sequence, announced);
    }
  }

  /** The machines, for the other services of the desk. */
  Wards wards() {
    return wards;
  }

  /** What was announced, for the other services of the desk. */
  AnnouncedAlarms announced() {
    return announced;
  }

  /** Rebuilds what was known before the restart. To be called before anything else. */
  void start() {
    watchedSince = clock.instant().minus(READ_BEFORE);
    String problem = "";
    SnapshotKeeper.Found found = snapshots.load();
    announced.restore(found.image());
    Map<String, Instant> latest = new HashMap<>();
    try {
      journal.replay(found.sequence() + 1, entry -> replay(entry.event(), latest));
    } catch (JournalException e) {
      problem = String.valueOf(e.getMessage());
      LOG.error("alarms from before the start may be missing: {}", problem);
    }
    announced.notLaterThan(clock.instant());
    wards.restore(announced.wards());
    LOG.info("{} alarms are open", announced.open().size());
    closeWhereNoRoomIs();
    wards.start();
    settling =
        timers.after(FAULTS_SETTLE, () -> wards.tell(Lanes.FACILITY, this::endForgottenFaults));
    if (!problem.isEmpty()) {
      hold(JOURNAL_UNREAD, JOURNAL, problem(JOURNAL_UNREAD, problem));
    }
  }

  private void replay(AlarmEvent event, Map<String, Instant> latest) {
    Instant before = latest.put(event.ward(), event.at());
    if (before == null || before.minus(WENT_BACK).isAfter(event.at())) {
      // The clock went back with a start in between, and that start counted from itself.
      announced.notLaterThan(event.ward(), event.at());
    }
    WardAlarms alarms = announced.ward(event.ward()).alarms();
    announced.apply(event, alarms.after(event));
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
        wards.give(alarm.ward(), new Input.RoomRemoved(alarm.room()));
      }
    }
  }

  void stop() {
    wards.stop();
    Timers.Timer timer = settling;
    if (timer != null) {
      timer.cancel();
    }
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
  public CompletionStage<ActionOutcome> spokenWith(String alarmId, String user) {
    return act(alarmId, new Input.SpokenWith(alarmId, user));
  }

  @Override
  public CompletionStage<ActionOutcome> close(String alarmId, String user, String reason) {
    return act(alarmId, new Input.Close(alarmId, user, reason));
  }

  private CompletionStage<ActionOutcome> act(String alarmId, Input input) {
    Alarm shown = announced.find(alarmId);
    if (shown == null || !shown.open()) {
      return CompletableFuture.completedFuture(new ActionOutcome.NotOpen(alarmId));
    }
    return wards
        .ask(shown.ward(), input, step -> announced.find(alarmId))
        .thenApply(outcome -> outcome(outcome, alarmId));
  }

  private static ActionOutcome outcome(DeskOutcome<Alarm> outcome, String alarmId) {
    if (outcome instanceof DeskOutcome.Done<Alarm> done) {
      return new ActionOutcome.Done(done.value());
    } else if (outcome instanceof DeskOutcome.NotAllowed<Alarm> refused) {
      return new ActionOutcome.NotAllowed(refused.why());
    }
    return new ActionOutcome.NotOpen(alarmId);
  }

  // --- what the building says

  @Override
  public void changed(PointValue now) {
    if (DeskPoints.concerns(now)) {
      boolean unused =
          wards.tell(
              now.point().ward(),
              ward -> {
                Input input = ward.points.read(now);
                if (input != null) {
                  wards.step(ward, input);
                }
              });
    }
  }

  @Override
  public void concluded(ConclusionChange change) {
    List<Condition> began = only(Condition.class, change.began());
    List<Condition> ended = only(Condition.class, change.ended());
    if (change.complete() || !began.isEmpty() || !ended.isEmpty()) {
      wards.give(change.ward(), new Input.Conditions(change.complete(), began, ended));
    }
    List<Stage> stages = only(Stage.class, change.began());
    List<Stage> left = only(Stage.class, change.ended());
    if (change.complete() || !stages.isEmpty() || !left.isEmpty()) {
      boolean unused =
          wards.tell(
              change.ward(),
              ward -> {
                Instant since = ward.told ? null : watchedSince;
                ward.told = true;
                wards.step(ward, new Input.Stages(change.complete(), stages, left, since));
              });
    }
  }

  private static <T> List<T> only(Class<T> type, List<?> conclusions) {
    return conclusions.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Override
  public void facilityChanged(Facility before, Facility now) {
    Map<String, Set<String>> points = new HashMap<>();
    for (Point point : now.points()) {
      points.computeIfAbsent(point.ward(), ward -> new HashSet<>()).add(point.name());
    }
    for (String id : wards.known()) {
      Set<String> there = points.getOrDefault(id, Set.of());
      boolean unused =
          wards.tell(
              id,
              ward -> {
                ward.points.retain(there::contains).forEach(input -> wards.step(ward, input));
                wards.step(ward, new Input.TimePassed()); // by other settings
              });
    }
  }

  // --- what the server says of itself

  @Override
  public void hold(String kind, String subject, Reason reason) {
    boolean unused =
        wards.tell(
            Lanes.FACILITY,
            ward -> {
              faultsSaid.add(new Place(kind, subject));
              wards.step(ward, fault(kind, subject, reason, true));
            });
  }

  @Override
  public void release(String kind, String subject) {
    wards.give(Lanes.FACILITY, fault(kind, subject, Reason.of(kind), false));
  }

  private void endForgottenFaults(Wards.Ward ward) {
    for (OpenAlarm open : wards.state(ward).alarms().open().values()) {
      Alarm fault = open.alarm();
      if (!faultsSaid.contains(Place.of(fault)) && !Notes.KINDS.contains(fault.kind())) {
        wards.step(ward, fault(fault.kind(), fault.space(), fault.reason(), false));
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
}
