package org.wardlight.tests.simulation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmEvent.Attended;
import org.wardlight.api.alarm.AlarmEvent.Closed;
import org.wardlight.api.alarm.AlarmEvent.EpisodeBegan;
import org.wardlight.api.alarm.AlarmEvent.EpisodeEnded;
import org.wardlight.api.alarm.AlarmEvent.Escalated;
import org.wardlight.api.alarm.AlarmEvent.Raised;
import org.wardlight.api.alarm.Episode;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Facility;
import org.wardlight.rules.internal.InlineRules;
import org.wardlight.sim.Main;
import org.wardlight.sim.SimulationSettings;
import org.wardlight.sim.VirtualHouse;
import org.wardlight.testkit.VirtualTime;

/** The laws notice when they are broken: a law that nothing can break proves nothing. */
class LawsTest {
  private static final Path ROOT = Path.of("../..");
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private final Facility facility =
      Houses.first(Main.read(ROOT.resolve("device-configs/facilities/demo")), 2);
  private final VirtualTime time = new VirtualTime(START);
  private final Stage stage = new Stage(facility, time, START);

  @TempDir private Path directory;

  LawsTest() {
    stage.began(time.clock());
  }

  private void pass(Law law, Duration by) {
    for (Duration left = by; !left.isNegative(); left = left.minusMillis(250)) {
      law.check();
      time.advance(Duration.ofMillis(250));
    }
  }

  private static Raised raised(String kind, String space, Instant since, AlarmClass alarmClass) {
    return new Raised(
        since,
        "ward-a",
        Alarm.idOf(kind, space, since),
        kind,
        alarmClass,
        "101",
        space,
        since,
        Reason.of(kind),
        false,
        false);
  }

  private static Raised call() {
    return raised("call.bed", "101/bed", START, AlarmClass.CALL);
  }

  private Point point(String kind) {
    return facility.pointsOf("101").stream()
        .filter(p -> p.kind().id().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  // --- bathroom dwell: the shipped rule, made a little wrong

  private List<String> dayWith(String limit) throws IOException {
    Path rules = directory.resolve("rules");
    try (Stream<Path> files = Files.walk(ROOT.resolve("rules-drl"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = rules.resolve(ROOT.resolve("rules-drl").relativize(file));
        Files.createDirectories(requireNonNull(to.getParent()));
        Files.writeString(
            to, Files.readString(file).replace("$since.plus($home.getBathroomLimit())", limit));
      }
    }
    Course course =
        new Course(new Course.Plan(facility, InlineRules.Compiled.read(rules), START, 1));
    course.run(Duration.ofDays(1));
    return course.complaints();
  }

  @Test
  void aDwellAlarmTwoSecondsLateIsNoticed() throws IOException {
    assertThat(dayWith("$since.plus($home.getBathroomLimit()).plusSeconds(2)"))
        .isNotEmpty()
        .allMatch(complaint -> complaint.contains("missed"));
  }

  @Test
  void aDwellAlarmASecondEarlyIsNoticed() throws IOException {
    assertThat(dayWith("$since.plus($home.getBathroomLimit()).minusSeconds(1)"))
        .isNotEmpty()
        .allMatch(complaint -> complaint.contains("early"));
  }

  // --- calls

  @Test
  void aPressThatNothingFollowsIsNoticed() {
    CallLaw law = new CallLaw(stage);
    law.delivered(point("call.bed"), 0);
    law.delivered(point("call.bed"), 1);
    pass(law, Duration.ZERO);
    assertThat(stage.complaints()).singleElement().asString().contains("swallowed");
  }

  @Test
  void oneAlarmDoesNotAnswerForAnother() {
    CallLaw law = new CallLaw(stage);
    for (String kind : List.of("call.bed", "bathroom.cord")) {
      law.delivered(point(kind), 0);
      law.delivered(point(kind), 1);
    }
    law.happened(call());
    pass(law, Duration.ZERO);
    assertThat(stage.complaints()).singleElement().asString().contains("Cord");
  }

  // --- alarms

  @Test
  void anAlarmForWhichNotEverybodyIsCalledInTimeIsNoticed() {
    AlarmLaw law = new AlarmLaw(stage);
    law.happened(call());
    law.happened(new Escalated(START, "ward-a", call().alarm(), 0, "ward-a", START));
    pass(law, Duration.ofMinutes(3));
    assertThat(stage.complaints()).isEmpty();
    pass(law, Duration.ofMinutes(1));
    assertThat(stage.complaints()).singleElement().asString().contains("nobody came");
  }

  @Test
  void anAlarmThatCallsEverybodyMayLast() {
    AlarmLaw law = new AlarmLaw(stage);
    law.happened(call());
    law.happened(new Escalated(START, "ward-a", call().alarm(), 2, "everybody", START));
    pass(law, Duration.ofMinutes(10));
    assertThat(stage.complaints()).isEmpty();
  }

  @Test
  void anAlarmThatIsAttendedMayTakeItsTime() {
    AlarmLaw law = new AlarmLaw(stage);
    law.happened(call());
    law.happened(new Attended(START, "ward-a", call().alarm()));
    pass(law, Duration.ofMinutes(10));
    assertThat(stage.complaints()).isEmpty();
  }

  @Test
  void twoOpenAlarmsOfOneKindAndSpaceAreNoticed() {
    AlarmLaw law = new AlarmLaw(stage);
    law.happened(call());
    law.happened(raised("call.bed", "101/bed", START.plusSeconds(5), AlarmClass.CALL));
    assertThat(stage.complaints()).singleElement().asString().contains("two are open");
  }

  // --- ways at night

  /** Out of bed for five minutes, in the night of the demo. */
  private void way(EpisodeLaw law, AlarmEvent... record) {
    time.jump(Duration.ofHours(15));
    law.delivered(point("bathroom.presence"), 0);
    law.delivered(point("bed.occupied"), 1);
    pass(law, Duration.ofMinutes(3));
    law.delivered(point("bed.occupied"), 0);
    law.delivered(point("bathroom.presence"), 1);
    pass(law, Duration.ofMinutes(5));
    law.delivered(point("bed.occupied"), 1);
    List.of(record).forEach(law::happened);
    law.check();
    assertThat(law.judged()).isEqualTo(1);
  }

  private static EpisodeBegan began(Instant since) {
    String id = Alarm.idOf("night.path", "101/bed", since);
    return new EpisodeBegan(since, "ward-a", id, "night.path", "101", "101/bed", "r-101", since);
  }

  private static EpisodeEnded ended(Instant since, @Nullable Instant bathroom) {
    Instant back = since.plus(Duration.ofMinutes(5)).plusMillis(250);
    return new EpisodeEnded(
        back,
        "ward-a",
        Alarm.idOf("night.path", "101/bed", since),
        "night.path",
        "101",
        "101/bed",
        "r-101",
        since,
        null,
        bathroom,
        null,
        back,
        null,
        null,
        false,
        false,
        back,
        Episode.Outcome.COMPLETE);
  }

  private static final Instant LEFT =
      START.plus(Duration.ofHours(15)).plus(Duration.ofMinutes(3)).plusMillis(250);

  @Test
  void aWayThatIsOnRecordOnceIsAsItShouldBe() {
    way(new EpisodeLaw(stage), began(LEFT), ended(LEFT, LEFT));
    assertThat(stage.complaints()).isEmpty();
  }

  @Test
  void aWayThatIsNotOnRecordIsNoticed() {
    way(new EpisodeLaw(stage));
    assertThat(stage.complaints()).singleElement().asString().contains("not on record");
  }

  @Test
  void aWayWithoutItsBathroomIsNoticed() {
    way(new EpisodeLaw(stage), began(LEFT), ended(LEFT, null));
    assertThat(stage.complaints()).singleElement().asString().contains("without its bathroom");
  }

  @Test
  void aWayThatIsOnRecordTwiceIsNoticed() {
    EpisodeLaw law = new EpisodeLaw(stage);
    way(law, began(LEFT), ended(LEFT, LEFT));
    law.happened(began(LEFT));
    law.happened(ended(LEFT, LEFT));
    assertThat(stage.complaints()).singleElement().asString().contains("begun twice");
  }

  // --- lamps

  @Test
  void aLampThatStaysDarkOrLitIsNoticed() {
    VirtualHouse house = new VirtualHouse(facility, SimulationSettings.quiet(), START);
    LampLaw law = new LampLaw(stage, house, new SimulatedDriver(house, new NoEar()));
    law.happened(call());
    pass(law, Duration.ofSeconds(8));
    assertThat(stage.complaints()).singleElement().asString().contains("shows 0.0, not 1.0");
    house.write(point("lamp.red"), 1);
    pass(law, Duration.ofSeconds(8));
    law.happened(new Closed(time.now(), "ward-a", call().alarm(), "presence", "reset.in.room"));
    pass(law, Duration.ofSeconds(8));
    assertThat(stage.complaints()).hasSize(2).last().asString().contains("shows 1.0, not 0.0");
  }

  @Test
  void whatHappensWhileNoServerRunsIsNobodysFault() {
    VirtualHouse house = new VirtualHouse(facility, SimulationSettings.quiet(), START);
    LampLaw law = new LampLaw(stage, house, new SimulatedDriver(house, new NoEar()));
    law.happened(call());
    stage.ended();
    pass(law, Duration.ofMinutes(1));
    assertThat(stage.complaints()).isEmpty();
  }

  private static final class NoEar implements SimulatedDriver.Ear {
    @Override
    public void delivered(Point point, double value) {
      // Nothing is polled here.
    }

    @Override
    public void silent(Point point) {
      // Nothing is polled here.
    }
  }
}
