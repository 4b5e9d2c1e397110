package org.wardlight.alarm.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmDesk.ActionOutcome;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.ScanClass;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.rule.ConclusionChange;
import org.wardlight.api.rule.Condition;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.SpaceKind;
import org.wardlight.testkit.InlineLanes;
import org.wardlight.testkit.VirtualTime;

class DeskTest {
  private static final Instant START = Instant.parse("2026-11-22T02:00:00Z");

  private final VirtualTime time = new VirtualTime(START);
  private final MemoryJournal journal = new MemoryJournal();
  private final List<JournalEntry> announced = new ArrayList<>();
  private Facility facility = House.of("203");
  private Desk desk = desk();

  private Desk desk() {
    return new Desk(
        journal,
        null,
        () -> facility,
        new InlineLanes(),
        time.clock(),
        time,
        (entry, after) -> announced.add(entry));
  }

  @BeforeEach
  void start() {
    desk.start();
  }

  private void restart() {
    desk.stop();
    desk = desk();
    desk.start();
  }

  private void read(String kind, double value) {
    read(kind, value, Quality.GOOD);
  }

  private void read(String kind, double value, Quality quality) {
    PointKind.Call call =
        kind.startsWith("call.") ? new PointKind.Call(kind, AlarmClass.CALL, false) : null;
    PointKind k =
        new PointKind(
            kind,
            SpaceKind.BEDROOM,
            ValueType.BOOLEAN,
            "",
            List.of(),
            true,
            false,
            call,
            Duration.ofHours(1));
    Point point =
        new Point(
            0,
            "203-io/" + kind,
            k,
            "ward-a",
            "203",
            "203/bedroom",
            "203-io",
            "gw",
            ScanClass.SAFETY,
            false,
            null,
            null,
            Map.of());
    Instant now = time.now();
    desk.changed(new PointValue(point, value, quality, QualityReason.NONE, now, now, now));
    time.advance(Duration.ofMillis(10));
  }

  private void press() {
    read("call.bed", 0);
    read("call.bed", 1);
  }

  private Alarm only() {
    assertThat(desk.open()).hasSize(1);
    return desk.open().get(0);
  }

  private static ActionOutcome outcome(CompletionStage<ActionOutcome> stage) {
    return stage.toCompletableFuture().join();
  }

  @Test
  void nothingIsShownBeforeItIsOnDisk() {
    journal.holding = true;
    press();
    assertThat(desk.open()).isEmpty();
    assertThat(announced).isEmpty();
    journal.commit();
    assertThat(only().recorded()).isTrue();
    CompletionStage<ActionOutcome> accepted = desk.accept(only().id(), "anna");
    assertThat(accepted.toCompletableFuture()).isNotDone();
    journal.commit();
    assertThat(outcome(accepted))
        .isInstanceOfSatisfying(
            ActionOutcome.Done.class,
            done -> assertThat(done.after().acceptedBy()).isEqualTo("anna"));
    assertThat(announced).extracting(JournalEntry::sequence).containsExactly(1L, 2L);
  }

  @Test
  void onlyAChangeFromOffToOnWithGoodQualityCalls() {
    read("call.bed", 1, Quality.BAD);
    read("call.bed", Double.NaN, Quality.GOOD);
    assertThat(desk.open()).isEmpty();
    press();
    read("call.bed", 1, Quality.STALE);
    read("call.bed", 1);
    assertThat(only().repeats()).isZero();
  }

  @Test
  void resetAlreadyOnAtTheStartResetsNothing() {
    press();
    read("staff.presence", 1);
    read("staff.reset", 1);
    assertThat(desk.open()).hasSize(1);
    read("staff.reset", 0);
    read("staff.reset", 1);
    assertThat(desk.open()).isEmpty();
  }

  @Test
  void failingJournalDoesNotHideAnAlarm() {
    journal.failing = true;
    press();
    assertThat(desk.open())
        .extracting(Alarm::kind, Alarm::recorded)
        .contains(
            org.assertj.core.groups.Tuple.tuple("call.bed", false),
            org.assertj.core.groups.Tuple.tuple(Desk.JOURNAL_FAILED, false));
    assertThat(announced).extracting(JournalEntry::sequence).containsOnly(0L);
  }

  @Test
  void unrecordedEventsAreAppendedInOrderWhenTheJournalWorksAgain() {
    journal.failing = true;
    press();
    String id = "call.bed";
    desk.accept(
        desk.open().stream().filter(a -> a.kind().equals(id)).findFirst().orElseThrow().id(),
        "anna");
    journal.failing = false;
    time.advance(Recorder.RETRY);
    assertThat(only().kind()).isEqualTo("call.bed");
    assertThat(only().recorded()).isTrue();
    assertThat(only().acceptedBy()).isEqualTo("anna");
    assertThat(journal.entries)
        .extracting(e -> e.event().getClass().getSimpleName())
        .containsExactly("Raised", "Raised", "Accepted", "Returned", "Closed");
    assertThat(announced.stream().filter(JournalEntry::recorded)).hasSize(5);
  }

  @Test
  void journalThatDoesNotAnswerIsAFailingOne() {
    journal.holding = true;
    press();
    time.advance(Recorder.PATIENCE);
    assertThat(desk.open()).hasSize(2).noneMatch(Alarm::recorded);
    journal.holding = false;
    journal.commit();
    assertThat(only().recorded()).isTrue();
  }

  /** In a storm the journal works, but thousands of entries may be ahead of a call. */
  @Test
  void whatWaitsForItsTurnOnRecordIsShownInTime() {
    journal.holding = true;
    read("call.bathroom", 0);
    read("call.bathroom", 1);
    press();
    time.advance(Recorder.LONGEST_WAIT.minusMillis(500));
    journal.commit();
    assertThat(only().kind()).isEqualTo("call.bathroom");
    time.advance(Duration.ofMillis(600));
    assertThat(desk.open())
        .extracting(Alarm::kind, Alarm::recorded)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("call.bathroom", true),
            org.assertj.core.groups.Tuple.tuple("call.bed", false));
    Alarm late = desk.open().stream().filter(a -> !a.recorded()).findFirst().orElseThrow();
    CompletionStage<ActionOutcome> accepted = desk.accept(late.id(), "anna");
    journal.commit();
    assertThat(desk.open()).allMatch(Alarm::recorded);
    assertThat(accepted.toCompletableFuture())
        .as("who accepts is told so when it is on record")
        .isNotDone();
    journal.commit();
    assertThat(outcome(accepted)).isInstanceOf(ActionOutcome.Done.class);
  }

  @Test
  void restartShowsTheSameAlarmsAndPresence() {
    press();
    read("staff.presence", 1);
    List<Alarm> before = desk.open();
    int entries = journal.entries.size();
    restart();
    assertThat(desk.open()).isEqualTo(before);
    assertThat(desk.present()).containsOnlyKeys("203");
    assertThat(journal.entries).hasSize(entries);
  }

  // The lamps ask with each announcement: a copy each time was half of the desk's work in a storm.
  @Test
  void presenceIsFollowedWithoutBeingAskedForAgain() {
    Map<String, Instant> present = desk.present();
    read("staff.presence", 1);
    assertThat(present).containsOnlyKeys("203");
    read("staff.presence", 0);
    assertThat(present).isEmpty();
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> present.put("203", START));
  }

  /** A server that had followed a clock set wrong comes back with the right one. */
  @Test
  void afterARestartWithAClockThatWentBackAnAcceptedCallStillComesBackAndRepeats() {
    press();
    assertThat(outcome(desk.accept(only().id(), "anna"))).isInstanceOf(ActionOutcome.Done.class);
    time.jump(Duration.ofDays(-1));
    restart();
    time.advance(Duration.ofMinutes(3).plusSeconds(30));
    assertThat(only().state()).isEqualTo(Alarm.State.RAISED);
    press();
    assertThat(only().repeats()).isEqualTo(1);
  }

  @Test
  void refusedActionSaysWhy() {
    press();
    assertThat(outcome(desk.close(only().id(), "anna", "no")))
        .isEqualTo(new ActionOutcome.NotAllowed("close.after.conversation"));
    assertThat(outcome(desk.accept("nothing", "anna")))
        .isEqualTo(new ActionOutcome.NotOpen("nothing"));
  }

  @Test
  void conclusionsOfRulesBecomeAlarms() {
    Condition c =
        new Condition(
            "bathroom.dwell",
            AlarmClass.URGENT,
            "203",
            "203/bathroom",
            START,
            Reason.of("bathroom.dwell"));
    desk.concluded(new ConclusionChange("ward-a", true, List.of(c), List.of()));
    assertThat(only().id()).isEqualTo("bathroom.dwell@203/bathroom@" + START);
  }

  @Test
  void faultHoldsUntilItIsReleased() {
    desk.hold("rule.failed", "night.drl", Reason.of("rule.failed"));
    desk.hold("rule.failed", "night.drl", Reason.of("rule.failed"));
    assertThat(only().ward()).isEqualTo("facility");
    assertThat(journal.entries).hasSize(1);
    desk.release("rule.failed", "night.drl");
    assertThat(desk.open()).isEmpty();
  }

  @Test
  void faultNobodyRepeatsAfterARestartEnds() {
    desk.hold("rule.failed", "a", Reason.of("rule.failed"));
    desk.hold("rule.failed", "b", Reason.of("rule.failed"));
    restart();
    desk.hold("rule.failed", "b", Reason.of("rule.failed"));
    assertThat(desk.open()).hasSize(2);
    time.advance(Desk.FAULTS_SETTLE);
    assertThat(only().space()).isEqualTo("b");
  }

  @Test
  void alarmsOfARoomThatIsGoneAfterARestartAreClosedAndOnRecord() {
    press();
    String id = only().id();
    facility = House.of("204");
    restart();
    assertThat(desk.open()).isEmpty();
    Alarm closed = Objects.requireNonNull(desk.find(id));
    assertThat(closed.closeReason()).isEqualTo("room.removed");
    assertThat(closed.recorded()).isTrue();
  }

  @Test
  void alarmsOfRoomsThatRemainSurviveARestart() {
    press();
    restart();
    assertThat(only().kind()).isEqualTo("call.bed");
  }

  @Test
  void longJournalIsReplayed() {
    for (int n = 0; n < 25_000; n++) {
      Instant at = START.plusSeconds(n);
      String space = n % 200 + "/bedroom";
      String id = Alarm.idOf("call.bed", space, at);
      for (AlarmEvent event :
          List.of(
              new AlarmEvent.Raised(
                  at,
                  "ward-a",
                  id,
                  "call.bed",
                  AlarmClass.CALL,
                  "" + n % 200,
                  space,
                  at,
                  Reason.of("call.bed"),
                  false,
                  false),
              new AlarmEvent.Accepted(at, "ward-a", id, "anna"),
              new AlarmEvent.Attended(at, "ward-a", id),
              new AlarmEvent.Closed(at, "ward-a", id, "presence", "reset.in.room"))) {
        journal.entries.add(new JournalEntry(journal.entries.size() + 1L, event));
      }
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean(); // others may use the machine too
    long begun = threads.getCurrentThreadCpuTime();
    restart();
    long millis = (threads.getCurrentThreadCpuTime() - begun) / 1_000_000;
    System.out.println("fold of 100,000 entries: " + millis + " ms of processor time");
    assertThat(desk.open()).isEmpty();
  }
}
