package org.wardlight.alarm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmDesk.ActionOutcome;
import org.wardlight.api.alarm.AlarmLoad.Figures;
import org.wardlight.api.alarm.Coverage.BedCoverage;
import org.wardlight.api.alarm.Coverage.Cause;
import org.wardlight.api.alarm.Coverage.Gap;
import org.wardlight.api.alarm.Coverage.WatchCoverage;
import org.wardlight.api.alarm.DeskOutcome;
import org.wardlight.api.alarm.DeskSnapshots;
import org.wardlight.api.alarm.Duty;
import org.wardlight.api.alarm.Handover.SignOff;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.alarm.Shelving;
import org.wardlight.api.alarm.WalkTest;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.rule.ConclusionChange;
import org.wardlight.api.rule.Condition;
import org.wardlight.api.space.Facility;
import org.wardlight.testkit.InlineLanes;
import org.wardlight.testkit.VirtualTime;

/** The desk with its other services, in virtual time. */
class DeskServicesTest implements DeskSnapshots {
  private static final Instant START = Instant.parse("2026-11-22T02:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private final VirtualTime time = new VirtualTime(START);
  private final MemoryJournal journal = new MemoryJournal();
  private final List<JournalEntry> announced = new ArrayList<>();
  private Facility facility = House.inhabited();
  private @Nullable Snapshot kept;
  private Desk desk = desk();

  private Desk desk() {
    return new Desk(
        journal,
        this,
        () -> facility,
        new InlineLanes(),
        time.clock(),
        time,
        (entry, after) -> announced.add(entry));
  }

  private StationWatch stations() {
    return new StationWatch(desk.wards(), desk.announced(), () -> facility, time.clock(), time);
  }

  private BedsideDesk bedside() {
    return new BedsideDesk(desk.wards(), desk.announced(), () -> facility, time.clock(), time);
  }

  private ShelfDesk shelves() {
    return new ShelfDesk(desk.wards(), desk.announced());
  }

  private WalkDesk walks() {
    return new WalkDesk(desk.wards(), desk.announced(), () -> facility, bedside());
  }

  private DutyDesk duty() {
    return new DutyDesk(desk.wards(), desk.announced(), () -> facility, time.clock());
  }

  @Override
  public @Nullable Snapshot load() {
    return kept;
  }

  @Override
  public void save(long sequence, byte[] state) {
    kept = new Snapshot(sequence, state);
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

  private PointValue value(String kind, double value, Quality quality) {
    Point point = Objects.requireNonNull(facility.point("203-io/" + kind));
    Instant now = time.now();
    return new PointValue(point, value, quality, QualityReason.NONE, now, now, now);
  }

  private void read(String kind, double value) {
    desk.changed(value(kind, value, Quality.GOOD));
    time.advance(Duration.ofMillis(10));
  }

  private void press(String kind) {
    read(kind, 0);
    read(kind, 1);
  }

  private void holds(Condition c) {
    desk.concluded(new ConclusionChange("ward-a", false, List.of(c), List.of()));
  }

  private Condition condition(String kind, String space) {
    return new Condition(kind, AlarmClass.URGENT, "203", space, time.now(), Reason.of(kind));
  }

  private Alarm alarm(String kind) {
    return desk.open().stream().filter(a -> a.kind().equals(kind)).findFirst().orElseThrow();
  }

  private static <T> T done(CompletionStage<DeskOutcome<T>> stage) {
    DeskOutcome<T> outcome = stage.toCompletableFuture().join();
    if (outcome instanceof DeskOutcome.Done<T> done) {
      return done.value();
    }
    throw new AssertionError("not done: " + outcome);
  }

  private static void refused(String why, CompletionStage<? extends DeskOutcome<?>> stage) {
    assertThat((Object) stage.toCompletableFuture().join())
        .isEqualTo(new DeskOutcome.NotAllowed<>(why));
  }

  private static void notFound(CompletionStage<? extends DeskOutcome<?>> stage) {
    assertThat((Object) stage.toCompletableFuture().join())
        .isInstanceOf(DeskOutcome.NotFound.class);
  }

  // --- deadlines

  @Test
  void deskCallsTheNextGroupByItself() {
    Duty.Board board = done(duty().begin("ward-a", "anna", "nurses"));
    assertThat(board.onDuty()).extracting(Duty.OnDuty::user).containsExactly("anna");
    press("call.bed");
    assertThat(alarm("call.bed").handling().called()).isEqualTo("nurses");
    time.advance(Duration.ofSeconds(60));
    assertThat(alarm("call.bed").handling().called()).isEqualTo("team");
    time.advance(Duration.ofSeconds(30));
    assertThat(desk.open()).extracting(Alarm::kind).contains(Notes.EXHAUSTED);
  }

  @Test
  void deadlinesGoOnAfterARestart() {
    press("call.bed");
    time.advance(Duration.ofSeconds(10));
    desk.stop();
    time.advance(Duration.ofSeconds(15));
    desk = desk();
    desk.start();
    assertThat(alarm("call.bed").handling().called()).isEqualTo("team");
    time.advance(Duration.ofSeconds(5));
    assertThat(alarm("call.bed").handling().called()).isEqualTo("everybody");
  }

  @Test
  void jumpOfTheClockIsNoticedWithinHalfAMinute() {
    press("call.bed");
    desk.accept(alarm("call.bed").id(), "anna");
    time.jump(HOUR);
    time.advance(Wards.LONGEST_WAIT);
    assertThat(alarm("call.bed").calling()).isTrue();
  }

  @Test
  void stoppedDeskKeepsNoTimer() {
    press("call.bed");
    int entries = journal.entries.size();
    desk.stop();
    time.advance(HOUR);
    assertThat(journal.entries).hasSize(entries);
  }

  // --- people

  @Test
  void conversationIsAnActionOfTheDesk() {
    press("call.bed");
    String id = alarm("call.bed").id();
    assertThat(desk.spokenWith(id, "anna").toCompletableFuture().join())
        .isEqualTo(new ActionOutcome.NotAllowed("conversation.by.acceptor.only"));
    desk.accept(id, "anna");
    assertThat(desk.spokenWith(id, "anna").toCompletableFuture().join())
        .isInstanceOf(ActionOutcome.Done.class);
    desk.close(id, "anna", "wanted water");
    assertThat(desk.open()).isEmpty();
  }

  @Test
  void dutyBoardShowsTheShiftItsChainAndWhoIsThere() {
    Duty.Board board = duty().board("ward-a");
    assertThat(board.shift()).isEqualTo("all day");
    assertThat(board.groups()).containsExactly("nurses", "team");
    assertThat(board.chain()).extracting(Duty.Level::reachable).containsExactly(false, true);
    refused("duty.no.such.group", duty().begin("ward-a", "anna", "cooks"));
    assertThat(done(duty().begin("ward-a", "anna", "nurses")).chain().get(0).reachable()).isTrue();
    restart();
    assertThat(duty().board("ward-a").onDuty()).hasSize(1);
    assertThat(done(duty().end("ward-a", "anna")).onDuty()).isEmpty();
    assertThat(duty().board("ward-x").shift()).isEmpty();
    notFound(duty().begin("ward-x", "anna", "nurses"));
    notFound(duty().end("ward-x", "anna"));
  }

  @Test
  void shelvesSayWhatTheyHoldAndWhatTheyRefuse() {
    holds(condition("bathroom.dwell", "203/bathroom"));
    String id = alarm("bathroom.dwell").id();
    Shelving one = done(shelves().shelve(id, "anna", "is being seen to", HOUR));
    assertThat(alarm("bathroom.dwell").handling().shelving()).isEqualTo(one.id());
    Shelving bypass =
        done(shelves().bypass("ward-a", "bed.exit", "203/bed", "anna", "wet", HOUR.dividedBy(2)));
    Shelving repair =
        done(shelves().maintain("facility", "gw", "ben", "new cable", HOUR.multipliedBy(2)));
    assertThat(shelves().current()).containsExactly(bypass, one, repair);
    refused("shelve.duration", shelves().shelve(id, "anna", "r", Duration.ZERO));
    notFound(shelves().shelve("nothing", "anna", "r", HOUR));
    notFound(shelves().bypass("ward-x", "bed.exit", "203/bed", "anna", "r", HOUR));
    notFound(shelves().end("nothing", "anna"));
    restart();
    assertThat(shelves().current()).hasSize(3);
    assertThat(done(shelves().end(one.id(), "anna"))).isEqualTo(one);
    assertThat(shelves().current()).containsExactly(bypass, repair);
  }

  @Test
  void walkTestHasALineForEveryCallPoint() {
    WalkTest test = done(walks().begin("ward-a", "203", "ben", HOUR));
    assertThat(test.lines())
        .extracting(WalkTest.Line::point)
        .containsExactly("203-io/call.bed", "203-io/bathroom.cord");
    press("call.bed");
    Alarm alarm = alarm("call.bed");
    stations().delivered(alarm.id(), "station-a");
    WalkTest now = walks().all().get(0);
    assertThat(now.lines())
        .extracting(WalkTest.Line::result)
        .containsExactly(WalkTest.Result.SHOWN, WalkTest.Result.NOT_PRESSED);
    press("bathroom.cord");
    assertThat(walks().all().get(0).lines().get(1).result()).isEqualTo(WalkTest.Result.NOT_SHOWN);
    assertThat(walks().all().get(0).missing()).isEmpty();
    WalkTest ended = done(walks().end(test.id(), "ben"));
    assertThat(ended.ended()).isEqualTo(time.now());
    notFound(walks().end(test.id(), "ben"));
    notFound(walks().end("nothing", "ben"));
    notFound(walks().begin("ward-x", "", "ben", HOUR));
    notFound(walks().begin("ward-a", "999", "ben", HOUR));
    assertThat(done(walks().begin("ward-a", "", "ben", HOUR)).lines()).hasSize(2);
    refused("walktest.running", walks().begin("ward-a", "203", "ben", HOUR));
  }

  // --- screens

  @Test
  void wardThatNoStationShowsIsAnAlarmAfterItsGrace() {
    StationWatch stations = stations();
    stations.connected("ward-a", 1);
    stations.connected("ward-a", 0);
    time.advance(Duration.ofSeconds(59));
    assertThat(desk.open()).isEmpty();
    time.advance(Duration.ofSeconds(1));
    assertThat(alarm(Notes.NO_STATION).alarmClass()).isEqualTo(AlarmClass.TECHNICAL);
    assertThat(alarm(Notes.NO_STATION).ward()).isEqualTo("ward-a");
    stations.connected("ward-a", 2);
    assertThat(desk.open()).isEmpty();
    assertThat(stations.connected()).containsEntry("ward-a", 2);
  }

  @Test
  void stationThatComesBackInTimeIsNoAlarm() {
    StationWatch stations = stations();
    stations.connected("ward-a", 0);
    time.advance(Duration.ofSeconds(30));
    stations.connected("ward-a", 1);
    stations.connected("ward-a", 0);
    time.advance(Duration.ofSeconds(59));
    assertThat(desk.open()).isEmpty();
  }

  @Test
  void deliveryAndSightAreOnRecordOnce() {
    press("call.bed");
    String id = alarm("call.bed").id();
    int before = journal.entries.size();
    StationWatch stations = stations();
    stations.delivered(id, "station-a");
    stations.delivered(id, "station-a");
    stations.seen(id, "station-a", "anna");
    stations.seen(id, "station-a", "anna");
    stations.seen("nothing", "station-a", "anna");
    assertThat(journal.entries).hasSize(before + 2);
  }

  // --- coverage and handover

  private CoverageBoard board(StationWatch stations) {
    CoverageBoard board = new CoverageBoard(desk.announced(), () -> facility, stations, bedside());
    for (Point point : facility.points()) {
      board.changed(value(point.kind().id(), 0, Quality.GOOD));
    }
    return board;
  }

  private static List<Cause> causes(CoverageBoard board, String watch) {
    return board.board("ward-a").get(0).watches().stream()
        .filter(w -> w.watch().equals(watch))
        .flatMap(w -> w.gaps().stream())
        .map(Gap::cause)
        .toList();
  }

  @Test
  void residentWhoseSensorsAreGoodIsCovered() {
    List<BedCoverage> beds = board(stations()).board("ward-a");
    assertThat(beds).extracting(BedCoverage::bed).containsExactly("203/bed", "203/bed-2");
    assertThat(beds).allMatch(BedCoverage::covered);
    assertThat(beds.get(0).resident()).isEqualTo("r-203");
    assertThat(beds.get(0).watches())
        .extracting(WatchCoverage::watch)
        .containsExactly(
            "call.bed",
            "call.bathroom",
            "bathroom.dwell",
            "bed.exit",
            "bed.absence",
            "night.path",
            "inactivity");
    assertThat(beds.get(1).watches()).isEmpty();
    assertThat(beds.get(1).silent()).isEmpty();
    assertThat(board(stations()).board("ward-x")).isEmpty();
  }

  @Test
  void deadDeviceAndDoubtfulOrUnreadSensorUncover() {
    StationWatch stations = stations();
    CoverageBoard board = board(stations);
    board.changed(value("bed.occupied", 0, Quality.UNCERTAIN));
    assertThat(causes(board, "bed.exit")).containsExactly(Cause.SENSOR_DOUBTFUL);
    assertThat(causes(board, "bathroom.dwell")).isEmpty();
    board.deviceChanged(
        new DeviceState("203-io", false, QualityReason.NONE, "refused", time.now()));
    assertThat(causes(board, "call.bed")).containsExactly(Cause.DEVICE_DEAD);
    CoverageBoard unread = new CoverageBoard(desk.announced(), () -> facility, stations, bedside());
    assertThat(causes(unread, "call.bed")).containsExactly(Cause.SENSOR_DOUBTFUL);
  }

  @Test
  void missingSensorUncovers() {
    CoverageBoard board = board(stations());
    facility = facility.withPoints(facility.points().subList(0, 2));
    board.retain(facility);
    assertThat(causes(board, "bathroom.dwell")).containsExactly(Cause.NO_SENSOR);
    assertThat(causes(board, "call.bathroom")).containsExactly(Cause.NO_SENSOR);
    assertThat(causes(board, "call.bed")).isEmpty();
  }

  @Test
  void ruleWithoutItsSensorIsSilentAndSaysSo() {
    CoverageBoard board = board(stations());
    assertThat(board.board("ward-a").get(0).silent())
        .as("neither ordered by the care plan nor possible with the room's sensors")
        .containsExactly("fall", "vitals.heart", "vitals.breathing", "bed.wet", "diaper.wet");
    facility = facility.withPoints(facility.points().subList(1, 5));
    board.retain(facility);
    assertThat(board.board("ward-a").get(0).silent())
        .as("what the plan orders is a gap instead")
        .startsWith("bed.absence", "night.path", "inactivity", "fall")
        .doesNotContain("bed.exit");
    assertThat(causes(board, "bed.exit")).containsExactly(Cause.NO_SENSOR);
  }

  private static final Map<String, String> PLACES =
      Map.of(
          "bed.occupied", "203/bed",
          "wristband.place", "203/bed",
          "entrance.door.open", "203/entrance",
          "door.open", "hall/door");

  /** The board of a resident whose leaving is watched, with these sensors alone. */
  private CoverageBoard boardOfAWanderer(String watch, String... sensors) {
    List<Point> points = new ArrayList<>();
    for (String sensor : sensors) {
      points.add(
          House.safety(points.size(), sensor, Objects.requireNonNull(PLACES.get(sensor)), null));
    }
    facility = House.inhabited(House.PLAN.with(Map.of(watch, "call"))).withPoints(points);
    return board(stations());
  }

  @Test
  void whoMayWanderByNightNeedsABedSensorAndADoorOrAWristband() {
    for (String door : List.of("entrance.door.open", "door.open")) {
      assertThat(causes(boardOfAWanderer("wander-night", "bed.occupied", door), "wander"))
          .isEmpty();
      assertThat(causes(boardOfAWanderer("wander-night", door), "wander"))
          .as("who does not know that the bed was left knows nothing of " + door)
          .containsExactly(Cause.NO_SENSOR);
    }
    assertThat(causes(boardOfAWanderer("wander-night", "bed.occupied"), "wander"))
        .containsExactly(Cause.NO_SENSOR);
    CoverageBoard wristband = boardOfAWanderer("wander-night", "wristband.place");
    assertThat(causes(wristband, "wander")).isEmpty();
    wristband.changed(value("wristband.place", 0, Quality.STALE));
    assertThat(causes(wristband, "wander")).containsExactly(Cause.SENSOR_DOUBTFUL);
  }

  @Test
  void whoMayWanderByDayNeedsAWristband() {
    assertThat(
            causes(
                boardOfAWanderer("wander-day", "bed.occupied", "entrance.door.open"),
                "wander.outside"))
        .containsExactly(Cause.NO_SENSOR);
    assertThat(causes(boardOfAWanderer("wander-day", "wristband.place"), "wander.outside"))
        .isEmpty();
  }

  @Test
  void whatIsHeldBackOrTestedUncovers() {
    CoverageBoard board = board(stations());
    holds(condition("bathroom.dwell", "203/bathroom"));
    done(shelves().shelve(alarm("bathroom.dwell").id(), "anna", "r", HOUR));
    done(shelves().bypass("ward-a", "bed.exit", "203", "anna", "r", HOUR));
    done(shelves().maintain("ward-a", "203-io", "ben", "r", HOUR));
    done(walks().begin("ward-a", "203", "ben", HOUR));
    assertThat(causes(board, "bathroom.dwell"))
        .containsExactlyInAnyOrder(Cause.SHELVED, Cause.MAINTENANCE);
    assertThat(causes(board, "bed.exit"))
        .containsExactlyInAnyOrder(Cause.BYPASSED, Cause.MAINTENANCE);
    assertThat(causes(board, "call.bed"))
        .containsExactlyInAnyOrder(Cause.MAINTENANCE, Cause.WALK_TEST);
  }

  @Test
  void quarantinedRuleUncoversItsWatchAndNoOther() {
    CoverageBoard board = board(stations());
    desk.hold("rule.failed", "ward-a/bathroom-dwell", Reason.of("rule.failed"));
    desk.hold("rule.failed", "ward-b/bed-exit", Reason.of("rule.failed"));
    assertThat(causes(board, "bathroom.dwell")).containsExactly(Cause.RULE_FAILED);
    assertThat(causes(board, "bed.exit")).isEmpty();
    desk.hold("rules.refused", "rules", Reason.of("rules.refused"));
    assertThat(causes(board, "bed.exit")).as("the earlier rules run on").isEmpty();
    desk.hold("rules.refused", "rules", Reason.of("rules.none"));
    assertThat(causes(board, "bed.exit")).containsExactly(Cause.RULE_FAILED);
    assertThat(causes(board, "call.bed")).isEmpty();
  }

  @Test
  void wardWithoutAStationIsUncovered() {
    StationWatch stations = stations();
    CoverageBoard board = board(stations);
    stations.connected("ward-a", 0);
    assertThat(causes(board, "call.bed")).containsExactly(Cause.NO_STATION);
    stations.connected("ward-a", 1);
    assertThat(causes(board, "call.bed")).isEmpty();
  }

  @Test
  void handoverShowsWhatIsOpenShelvedAndUncoveredAndIsSigned() {
    CoverageBoard board = board(stations());
    HandoverDesk handover = new HandoverDesk(desk.wards(), desk.announced(), board);
    press("call.bed");
    holds(condition("bathroom.dwell", "203/bathroom"));
    done(shelves().shelve(alarm("bathroom.dwell").id(), "anna", "r", HOUR));
    assertThat(handover.sheet("ward-a").open()).extracting(Alarm::kind).containsExactly("call.bed");
    assertThat(handover.sheet("ward-a").shelved()).hasSize(1);
    assertThat(handover.sheet("ward-a").shelvings()).hasSize(1);
    assertThat(handover.sheet("ward-a").uncovered()).hasSize(1);
    assertThat(handover.sheet("ward-a").last()).isNull();
    SignOff signed = done(handover.signOff("ward-a", "anna", "quiet"));
    assertThat(signed).isEqualTo(new SignOff("ward-a", "anna", time.now(), "quiet", 1, 1, 1));
    restart();
    assertThat(new HandoverDesk(desk.wards(), desk.announced(), board).sheet("ward-a").last())
        .isEqualTo(signed);
    notFound(handover.signOff("ward-x", "anna", ""));
    refused("note.too.long", handover.signOff("ward-a", "anna", "x".repeat(501)));
  }

  // --- load

  private Figures figures(String ward) {
    return LoadLog.figures(desk.announced(), ward, time.now());
  }

  @Test
  void tenAlarmsInTenMinutesAreAFlood() {
    for (int i = 0; i < 9; i++) {
      holds(condition("k" + i, "203/bedroom"));
    }
    assertThat(figures("").flood()).isFalse();
    holds(condition("k9", "203/bedroom"));
    assertThat(figures("ward-a").flood()).isTrue();
    assertThat(figures("ward-b").flood()).isFalse();
    assertThat(figures("").topRooms()).hasSize(1);
    assertThat(figures("").topRooms().get(0).raised()).isGreaterThanOrEqualTo(10);
    time.advance(Duration.ofMinutes(11));
    assertThat(figures("").flood()).isFalse();
    assertThat(figures("").slots()).hasSize(144);
    time.advance(Duration.ofHours(24));
    assertThat(figures("").topRooms()).isEmpty();
    assertThat(figures("").stale()).hasSizeGreaterThanOrEqualTo(10);
  }

  @Test
  void testsAndWhatIsHeldBackAreNoLoad() {
    done(walks().begin("ward-a", "", "ben", HOUR));
    press("call.bed");
    done(shelves().bypass("ward-a", "k", "203", "anna", "r", HOUR));
    holds(condition("k", "203/bedroom"));
    assertThat(figures("").topRooms()).isEmpty();
  }

  @Test
  void chatteringPlacesAreNamed() {
    for (int i = 0; i < 3; i++) {
      press("call.bed");
      time.advance(Duration.ofSeconds(2));
    }
    assertThat(figures("").chattering())
        .singleElement()
        .satisfies(c -> assertThat(c.kind()).isEqualTo("call.bed"));
    assertThat(figures("ward-b").chattering()).isEmpty();
  }

  // --- the facility changes

  @Test
  void openAlarmsStayOpenWhateverIsRemovedAndSettingsFollow() {
    press("call.bed");
    read("staff.presence", 1);
    assertThat(desk.present()).containsKey("203");
    Facility before = facility;
    facility = facility.withPoints(List.of());
    desk.facilityChanged(before, facility);
    assertThat(desk.open()).hasSize(1);
    assertThat(desk.present()).isEmpty(); // nobody could ever end it
    facility = House.of("204");
    desk.facilityChanged(before, facility);
    assertThat(alarm("call.bed").open()).isTrue();
  }

  // --- storms and snapshots

  @Test
  void stormOfPressesRaisesEveryTrueAlarmAndIsSoonOver() {
    List<String> raised = new ArrayList<>();
    long begun = System.nanoTime();
    for (int i = 0; i < 10_000; i++) {
      holds(condition("k" + i % 200, "203/bedroom"));
      press(i % 2 == 0 ? "call.bed" : "bathroom.cord");
    }
    System.out.println(
        "storm of 30,000 inputs: " + (System.nanoTime() - begun) / 1_000_000 + " ms");
    announced.forEach(entry -> raised.add(entry.event().getClass().getSimpleName()));
    assertThat(desk.open()).extracting(Alarm::kind).contains("call.bed", "call.bathroom", "k199");
    assertThat(raised.stream().filter("Raised"::equals).count()).isGreaterThanOrEqualTo(202);
  }

  @Test
  void snapshotAndTheTailOfTheJournalGiveTheSameDesk() {
    for (int i = 0; journal.entries.size() < SnapshotKeeper.EVERY; i++) {
      press(i % 2 == 0 ? "call.bed" : "bathroom.cord");
      time.advance(Duration.ofSeconds(20));
    }
    assertThat(kept).isNotNull();
    done(duty().begin("ward-a", "anna", "nurses"));
    List<Alarm> open = desk.open();
    DeskImage image = desk.announced().image();
    restart();
    assertThat(desk.open()).isEqualTo(open);
    assertThat(desk.announced().image()).isEqualTo(image);
    kept = null;
    restart();
    assertThat(desk.open()).isEqualTo(open);
    assertThat(desk.announced().image()).isEqualTo(image);
  }

  /** A server that had followed a clock set a day ahead comes back with the right one. */
  @Test
  void whatWasBegunByAClockADayAheadLastsAsLongAsItWasMeantTo() {
    time.jump(Duration.ofDays(1));
    done(duty().begin("ward-a", "anna", "nurses"));
    done(shelves().bypass("ward-a", "bathroom.dwell", "203", "anna", "bath", HOUR));
    done(walks().begin("ward-a", "", "ben", HOUR));
    press("call.bed");
    assertThat(desk.open()).hasSize(1);
    time.jump(Duration.ofDays(-1));
    restart();
    Instant now = time.now();
    assertThat(desk.open()).as("the test call").isEmpty();
    assertThat(shelves().current()).singleElement().matches(s -> s.until().equals(now.plus(HOUR)));
    assertThat(walks().all()).singleElement().matches(w -> w.until().equals(now.plus(HOUR)));
    time.advance(HOUR);
    assertThat(shelves().current()).isEmpty();
    assertThat(walks().all()).singleElement().matches(walk -> walk.ended() != null);
    assertThat(duty().board("ward-a").onDuty()).hasSize(1);
    time.advance(HOUR.multipliedBy(12));
    assertThat(duty().board("ward-a").onDuty()).isEmpty();
  }

  /** The start after the clock went back counted from itself; a later one must not begin anew. */
  @Test
  void aSecondRestartBeginsNothingAnewThatTheFirstHasBegun() {
    time.jump(Duration.ofDays(1));
    done(duty().begin("ward-a", "anna", "nurses"));
    done(shelves().bypass("ward-a", "bathroom.dwell", "203", "anna", "bath", HOUR));
    time.jump(Duration.ofDays(-1));
    restart();
    Instant first = time.now();
    press("call.bed");
    time.advance(Duration.ofMinutes(20));
    restart();
    assertThat(shelves().current())
        .singleElement()
        .satisfies(s -> assertThat(s.until()).isBetween(first.plus(HOUR), first.plusSeconds(3610)));
    time.advance(HOUR);
    assertThat(shelves().current()).isEmpty();
  }

  @Test
  void unusableSnapshotIsIgnoredAndTheJournalRead() {
    press("call.bed");
    List<Alarm> open = desk.open();
    for (byte[] spoilt :
        new byte[][] {
          new byte[0],
          "[]".getBytes(java.nio.charset.StandardCharsets.UTF_8),
          RecordJson.write(new SnapshotKeeper.Kept(0, "", DeskImage.EMPTY)),
          RecordJson.write(
              new SnapshotKeeper.Kept(SnapshotKeeper.VERSION, "other", DeskImage.EMPTY))
        }) {
      kept = new Snapshot(1, spoilt);
      restart();
      assertThat(desk.open()).isEqualTo(open);
    }
  }
}
