package org.wardlight.alarm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmEvent.CalledFrom;
import org.wardlight.api.alarm.AlarmEvent.Raised;
import org.wardlight.api.alarm.Bedside.Presence;
import org.wardlight.api.alarm.Bedside.Terminal;
import org.wardlight.api.alarm.Coverage.Cause;
import org.wardlight.api.alarm.Coverage.Gap;
import org.wardlight.api.alarm.Coverage.WatchCoverage;
import org.wardlight.api.alarm.DeskOutcome;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.alarm.WalkTest;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.space.Facility;
import org.wardlight.testkit.InlineLanes;
import org.wardlight.testkit.VirtualTime;

/** A terminal is one more button of its bed, and one that says when it is not there. */
class BedsideDeskTest {
  private static final Terminal ONE = new Terminal("t-1", "Window side", "203/bed");
  private static final Terminal TWO = new Terminal("t-2", "Table", "203/bed");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-22T02:00:00Z"));
  private final MemoryJournal journal = new MemoryJournal();
  private final List<JournalEntry> announced = new ArrayList<>();
  private Facility facility = House.inhabited();
  private Desk desk = desk();
  private BedsideDesk bedside = bedside();

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

  private BedsideDesk bedside() {
    return new BedsideDesk(desk.wards(), desk.announced(), () -> facility, time.clock(), time);
  }

  @BeforeEach
  void start() {
    desk.start();
  }

  private void restart() {
    desk.stop();
    desk = desk();
    desk.start();
    bedside = bedside();
  }

  private CompletableFuture<DeskOutcome<Alarm>> press() {
    return bedside.call(ONE).toCompletableFuture();
  }

  private Alarm pressed() {
    CompletableFuture<DeskOutcome<Alarm>> outcome = press();
    time.advance(Duration.ofMillis(10));
    return ((DeskOutcome.Done<Alarm>) outcome.join()).value();
  }

  private void read(String kind, double value) {
    Point point = Objects.requireNonNull(facility.point("203-io/" + kind));
    Instant now = time.now();
    desk.changed(new PointValue(point, value, Quality.GOOD, QualityReason.NONE, now, now, now));
    time.advance(Duration.ofMillis(10));
  }

  private void button() {
    read("call.bed", 0);
    read("call.bed", 1);
  }

  private List<String> events() {
    return announced.stream()
        .map(JournalEntry::event)
        .map(event -> event.getClass().getSimpleName())
        .toList();
  }

  private void terminals(boolean one, boolean two) {
    bedside.terminals(List.of(new Presence(ONE, one), new Presence(TWO, two)));
    time.advance(Duration.ofMillis(10));
  }

  private List<Alarm> open(String kind) {
    return desk.open().stream().filter(alarm -> alarm.kind().equals(kind)).toList();
  }

  @Test
  void pressIsTheCallOfTheBedAndItsJourneySaysFromWhere() {
    Alarm call = pressed();
    assertThat(call.kind()).isEqualTo("call.bed");
    assertThat(call.alarmClass()).isEqualTo(AlarmClass.CALL);
    assertThat(call.space()).isEqualTo("203/bed");
    assertThat(call.room()).isEqualTo("203");
    assertThat(call.calling()).isTrue();
    assertThat(call.recorded()).isTrue();
    List<AlarmEvent> journey =
        announced.stream()
            .map(JournalEntry::event)
            .filter(event -> call.id().equals(event.alarm()))
            .toList();
    assertThat(journey.get(0)).isInstanceOf(Raised.class);
    assertThat(journey)
        .contains(new CalledFrom(call.raisedAt(), "ward-a", call.id(), "t-1", "Window side"));
  }

  @Test
  void buttonAtTheWallAndTerminalAreOneCall() {
    button();
    time.advance(Duration.ofSeconds(5));
    Alarm call = pressed();
    assertThat(open("call.bed")).containsExactly(call);
    assertThat(call.repeats()).isEqualTo(1);
    time.advance(Duration.ofSeconds(5));
    button();
    assertThat(open("call.bed").get(0).repeats()).isEqualTo(2);
  }

  /** The answer must not come before the call is on record that it leans on. */
  @Test
  void pressWithinASecondOfTheButtonIsOneWithItAndWaitsForItsRecord() {
    read("call.bed", 0);
    journal.holding = true;
    read("call.bed", 1);
    CompletableFuture<DeskOutcome<Alarm>> outcome = press();
    assertThat(outcome).isNotDone();
    journal.holding = false;
    journal.commit();
    time.advance(Duration.ofMillis(10));
    Alarm call = ((DeskOutcome.Done<Alarm>) outcome.join()).value();
    assertThat(call.repeats()).isZero();
    assertThat(events().stream().filter("CalledFrom"::equals)).hasSize(1);
  }

  @Test
  void nothingIsSaidToBeHeardBeforeItIsOnRecord() {
    journal.holding = true;
    CompletableFuture<DeskOutcome<Alarm>> outcome = press();
    time.advance(SECOND);
    assertThat(outcome).isNotDone();
    assertThat(desk.open()).isEmpty();
    journal.holding = false;
    journal.commit();
    time.advance(Duration.ofMillis(10));
    assertThat(outcome).isDone();
  }

  @Test
  void journalThatFailsKeepsNoCallFromTheScreens() {
    journal.failing = true;
    Alarm call = pressed();
    assertThat(call.recorded()).isFalse();
    assertThat(call.calling()).isTrue();
    assertThat(open("call.bed")).hasSize(1);
  }

  @Test
  void pressWhileStaffIsPresentIsAStaffEmergency() {
    read("staff.presence", 1);
    Alarm call = pressed();
    assertThat(call.kind()).isEqualTo(Lifecycle.STAFF_EMERGENCY);
    assertThat(call.space()).isEqualTo("203/bed");
    assertThat(events()).contains("CalledFrom");
  }

  @Test
  void pressForABedThatIsGoneIsNoCall() {
    DeskOutcome<Alarm> outcome =
        bedside.call(new Terminal("t-9", "Old", "999/bed")).toCompletableFuture().join();
    assertThat(outcome).isInstanceOf(DeskOutcome.NotFound.class);
  }

  @Test
  void walkTestTicksTheTerminalOffBesideTheButton() {
    terminals(true, true);
    WalkDesk walks = new WalkDesk(desk.wards(), desk.announced(), () -> facility, bedside);
    var unused = walks.begin("ward-a", "", "ben", Duration.ofHours(1));
    time.advance(Duration.ofMillis(10));
    assertThat(pressed().handling().test()).isNotNull();
    List<WalkTest.Line> lines = walks.all().get(0).lines();
    WalkTest.Line line = lines.get(lines.size() - 1);
    assertThat(line.kind()).isEqualTo("call.bedside");
    assertThat(line.space()).isEqualTo("203/bed");
    assertThat(line.pressedAt()).isNotNull();
    assertThat(lines.stream().filter(l -> l.pressedAt() != null)).hasSize(1);
    time.advance(Duration.ofSeconds(5));
    assertThat(pressed().handling().test()).as("nobody presses twice but in need").isNull();
  }

  @Test
  void terminalThatIsAwayForAMinuteIsATechnicalAlarmOfItsBed() {
    terminals(true, true);
    time.advance(Duration.ofMinutes(5));
    terminals(false, true);
    time.advance(Duration.ofSeconds(59));
    assertThat(open(Notes.NO_TERMINAL)).isEmpty();
    time.advance(SECOND);
    Alarm missing = open(Notes.NO_TERMINAL).get(0);
    assertThat(missing.alarmClass()).isEqualTo(AlarmClass.TECHNICAL);
    assertThat(missing.room()).isEqualTo("203");
    assertThat(missing.space()).isEqualTo("203/bed");
    assertThat(missing.reason().args()).containsEntry("terminal", "Window side");
    terminals(false, false);
    terminals(true, false);
    assertThat(open(Notes.NO_TERMINAL)).as("the other one is away now").hasSize(1);
    terminals(true, true);
    assertThat(open(Notes.NO_TERMINAL)).isEmpty();
  }

  @Test
  void terminalThatComesBackInTimeIsNoAlarm() {
    terminals(false, true);
    time.advance(Duration.ofSeconds(40));
    terminals(true, true);
    terminals(false, true);
    time.advance(Duration.ofSeconds(40));
    assertThat(open(Notes.NO_TERMINAL)).isEmpty();
  }

  @Test
  void revokedTerminalIsMissedByNobody() {
    terminals(false, true);
    time.advance(Duration.ofMinutes(2));
    assertThat(open(Notes.NO_TERMINAL)).hasSize(1);
    bedside.terminals(List.of(new Presence(TWO, true)));
    time.advance(SECOND);
    assertThat(open(Notes.NO_TERMINAL)).isEmpty();
  }

  @Test
  void restartNeitherDoublesNorForgetsAMissingTerminal() {
    terminals(false, true);
    time.advance(Duration.ofMinutes(2));
    String before = open(Notes.NO_TERMINAL).get(0).id();
    restart();
    terminals(false, false);
    time.advance(Duration.ofSeconds(10));
    assertThat(open(Notes.NO_TERMINAL)).extracting(Alarm::id).containsExactly(before);
    time.advance(Duration.ofMinutes(2));
    assertThat(open(Notes.NO_TERMINAL)).extracting(Alarm::id).containsExactly(before);
    terminals(true, true);
    assertThat(open(Notes.NO_TERMINAL)).isEmpty();
  }

  @Test
  void terminalThatIsNoneAnyMoreAfterARestartIsNotMissed() {
    terminals(false, true);
    time.advance(Duration.ofMinutes(2));
    restart();
    bedside.terminals(List.of());
    time.advance(SECOND);
    assertThat(open(Notes.NO_TERMINAL)).isEmpty();
  }

  @Test
  void boardSaysSinceWhenATerminalIsAway() {
    StationWatch stations =
        new StationWatch(desk.wards(), desk.announced(), () -> facility, time.clock(), time);
    CoverageBoard board = new CoverageBoard(desk.announced(), () -> facility, stations, bedside);
    assertThat(watches(board)).doesNotContainKey("call.bedside");
    terminals(true, true);
    assertThat(watches(board)).containsEntry("call.bedside", List.of());
    Instant lost = time.now();
    terminals(false, true);
    assertThat(watches(board))
        .containsEntry("call.bedside", List.of(new Gap(Cause.TERMINAL_AWAY, "Window side", lost)));
  }

  private static Map<String, List<Gap>> watches(CoverageBoard board) {
    return board.board("ward-a").get(0).watches().stream()
        .collect(Collectors.toMap(WatchCoverage::watch, WatchCoverage::gaps));
  }

  @Test
  void bindingAndRevokingAreOnRecordWithTheirUser() {
    bedside.paired(ONE, "anna");
    bedside.revoked(ONE, "ben");
    bedside.revoked(new Terminal("t-9", "Old", "999/bed"), "ben");
    time.advance(Duration.ofMillis(10));
    Instant at = Instant.parse("2026-11-22T02:00:00Z");
    assertThat(announced)
        .extracting(JournalEntry::event)
        .containsExactly(
            new AlarmEvent.TerminalPaired(at, "ward-a", "t-1", "Window side", "203/bed", "anna"),
            new AlarmEvent.TerminalRevoked(at, "ward-a", "t-1", "Window side", "203/bed", "ben"),
            new AlarmEvent.TerminalRevoked(at, "facility", "t-9", "Old", "999/bed", "ben"));
  }
}
