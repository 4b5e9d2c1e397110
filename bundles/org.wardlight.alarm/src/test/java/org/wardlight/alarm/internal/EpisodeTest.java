package org.wardlight.alarm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.Episode;
import org.wardlight.api.alarm.Episode.Outcome;
import org.wardlight.api.alarm.EpisodeMark;
import org.wardlight.api.alarm.Episodes;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.rule.Conclusion;
import org.wardlight.api.rule.ConclusionChange;
import org.wardlight.api.rule.Stage;
import org.wardlight.api.space.Facility;
import org.wardlight.testkit.InlineLanes;
import org.wardlight.testkit.VirtualTime;

/** A way at night becomes one row of the record, whatever happens on the way. */
class EpisodeTest {
  private static final Instant START = Instant.parse("2026-11-22T02:10:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String BED = "203/bed";

  private final VirtualTime time = new VirtualTime(START);
  private final MemoryJournal journal = new MemoryJournal();
  private final Facility facility = House.of("203");
  private final Set<Stage> holding = new LinkedHashSet<>();
  private Desk desk = started();

  private Desk started() {
    Desk begun =
        new Desk(
            journal,
            null,
            () -> facility,
            new InlineLanes(),
            time.clock(),
            time,
            (entry, after) -> {});
    begun.start();
    begun.concluded(new ConclusionChange("ward-a", true, List.copyOf(holding), List.of()));
    return begun;
  }

  /** The process is killed, and begun again after so long. */
  private void killed(Duration down) {
    time.forgetTimers();
    time.advance(down);
    desk = started();
  }

  private Stage stage(EpisodeMark mark) {
    return stage(BED, mark, time.now());
  }

  private static Stage stage(String bed, EpisodeMark mark, Instant since) {
    return new Stage("night.path", "r-203", "203", bed, mark, since);
  }

  /** Rules say another set now. */
  private void say(Stage... stages) {
    Set<Stage> now = new LinkedHashSet<>(List.of(stages));
    List<Conclusion> began = new ArrayList<>(now);
    began.removeAll(holding);
    List<Conclusion> ended = new ArrayList<>(holding);
    ended.removeAll(now);
    holding.clear();
    holding.addAll(now);
    desk.concluded(new ConclusionChange("ward-a", false, began, ended));
  }

  private List<Episode> record() {
    Episodes episodes = new EpisodeDesk(desk.announced(), journal);
    return episodes.of("203", START.minus(MINUTE), START.plus(Duration.ofDays(1)));
  }

  private Episode only() {
    assertThat(record()).hasSize(1);
    return record().get(0);
  }

  private List<AlarmEvent> ends() {
    return journal.entries.stream()
        .map(JournalEntry::event)
        .filter(AlarmEvent.EpisodeEnded.class::isInstance)
        .toList();
  }

  @Test
  void wholeWayIsOneRowWithItsSteps() {
    Stage left = stage(EpisodeMark.LEFT_BED);
    say(left);
    assertThat(only().outcome()).as("goes on").isNull();
    assertThat(only().duration()).isNull();
    say(left, stage(EpisodeMark.PATH_LIGHT));
    time.advance(MINUTE);
    say(left, stage(EpisodeMark.BATHROOM));
    time.advance(MINUTE);
    say(left, stage(EpisodeMark.BATHROOM_LEFT));
    time.advance(MINUTE);
    say(left, stage(EpisodeMark.BATHROOM));
    time.advance(MINUTE);
    say(left, stage(EpisodeMark.BATHROOM_LEFT));
    time.advance(MINUTE);
    say(stage(EpisodeMark.BACK_IN_BED));

    Episode one = only();
    assertThat(one.id()).isEqualTo("night.path@203/bed@" + START);
    assertThat(one.resident()).isEqualTo("r-203");
    assertThat(one.light()).isEqualTo(START);
    assertThat(one.bathroom()).as("the first time").isEqualTo(START.plus(MINUTE));
    assertThat(one.bathroomLeft())
        .as("the last time")
        .isEqualTo(START.plus(MINUTE.multipliedBy(4)));
    assertThat(one.back()).isEqualTo(START.plus(MINUTE.multipliedBy(5)));
    assertThat(one.outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(one.missing()).isNull();
    assertThat(one.duration()).isEqualTo(MINUTE.multipliedBy(5));
    assertThat(ends()).hasSize(1);
  }

  @Test
  void wayWithoutABathroomIsMissingThatStep() {
    say(stage(EpisodeMark.LEFT_BED));
    time.advance(MINUTE);
    say(stage(EpisodeMark.BACK_IN_BED));
    assertThat(only().outcome()).isEqualTo(Outcome.STEP_MISSING);
    assertThat(only().missing()).isEqualTo(EpisodeMark.BATHROOM_MISSING);
    assertThat(only().duration()).isEqualTo(MINUTE);
  }

  @Test
  void stepThatCameTooLateStaysMissing() {
    Stage left = stage(EpisodeMark.LEFT_BED);
    say(left, stage(EpisodeMark.BATHROOM));
    say(left, stage(EpisodeMark.BATHROOM_LEFT));
    time.advance(MINUTE.multipliedBy(10));
    say(left, stage(EpisodeMark.RETURN_MISSING));
    time.advance(MINUTE);
    say(stage(EpisodeMark.BACK_IN_BED));
    assertThat(only().outcome()).isEqualTo(Outcome.STEP_MISSING);
    assertThat(only().missing()).isEqualTo(EpisodeMark.RETURN_MISSING);
    assertThat(only().back()).isEqualTo(START.plus(MINUTE.multipliedBy(11)));
  }

  @Test
  void wayWithStaffIsAttended() {
    Stage left = stage(EpisodeMark.LEFT_BED);
    say(left, stage(EpisodeMark.STAFF));
    time.advance(MINUTE);
    say(stage(EpisodeMark.BACK_IN_BED));
    assertThat(only().outcome()).isEqualTo(Outcome.STAFF_ATTENDED);
    assertThat(only().staff()).isEqualTo(START);
  }

  @Test
  void bathroomThatCouldNotBeToldIsUnknownNotMissing() {
    Stage left = stage(EpisodeMark.LEFT_BED);
    say(left, stage(EpisodeMark.BATHROOM_UNKNOWN));
    time.advance(MINUTE);
    say(left, stage(EpisodeMark.BATHROOM_MISSING));
    say(stage(EpisodeMark.BACK_IN_BED));
    assertThat(only().outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(only().missing()).isNull();
    assertThat(only().back()).as("the bed is known all the same").isEqualTo(START.plus(MINUTE));
    assertThat(only().duration()).isEqualTo(MINUTE);
  }

  /** A gateway that answers again with the same value has hidden nothing. */
  @Test
  void bedThatWasNotReadForAWhileGoesOn() {
    Stage left = stage(EpisodeMark.LEFT_BED);
    say(left, stage(EpisodeMark.BATHROOM));
    say(left, stage(EpisodeMark.BED_UNKNOWN));
    say(left);
    time.advance(MINUTE);
    say(stage(EpisodeMark.BACK_IN_BED));
    assertThat(only().outcome()).isEqualTo(Outcome.COMPLETE);
  }

  @Test
  void whoIsBackWhileTheBedIsNotReadIsBackAtAnUnknownTime() {
    Stage left = stage(EpisodeMark.LEFT_BED);
    say(left, stage(EpisodeMark.BATHROOM));
    say(left, stage(EpisodeMark.BED_UNKNOWN));
    time.advance(MINUTE);
    say(stage(EpisodeMark.BACK_IN_BED));
    assertThat(only().outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(only().back()).isNull();
    assertThat(only().duration()).isNull();
  }

  @Test
  void rulesThatSayNothingAnyMoreLeaveItUnknownAndDoNotBeginItAgain() {
    Stage left = stage(EpisodeMark.LEFT_BED);
    say(left);
    time.advance(MINUTE);
    say();
    assertThat(only().outcome()).isEqualTo(Outcome.UNKNOWN);
    say(left);
    assertThat(record()).hasSize(1);
    assertThat(only().outcome()).isEqualTo(Outcome.UNKNOWN);
  }

  @Test
  void morningEndsTheWayOfWhoStaysUp() {
    say(stage(EpisodeMark.LEFT_BED));
    time.advance(MINUTE);
    say(stage(EpisodeMark.MORNING));
    assertThat(only().outcome()).isEqualTo(Outcome.STAYED_UP);
    assertThat(only().back()).isNull();
    assertThat(only().missing()).isNull();
  }

  @Test
  void twoResidentsOfARoomHaveTheirOwn() {
    Stage left = stage(EpisodeMark.LEFT_BED);
    time.advance(MINUTE);
    Stage other = stage("203/bed-2", EpisodeMark.LEFT_BED, time.now());
    say(left, other);
    Stage back = stage(EpisodeMark.BACK_IN_BED);
    say(back, other);
    assertThat(record()).hasSize(2);
    say(back, stage("203/bed-2", EpisodeMark.BACK_IN_BED, time.now()));
    assertThat(record()).extracting(Episode::bed).containsExactly(BED, "203/bed-2");
    assertThat(ends()).hasSize(2);
  }

  @Test
  void wayThatRunsAcrossAKillInEachStageGoesOn() {
    Stage left = stage(EpisodeMark.LEFT_BED);
    say(left);
    killed(MINUTE);
    Stage in = stage(EpisodeMark.BATHROOM);
    say(left, in);
    killed(MINUTE);
    Stage out = stage(EpisodeMark.BATHROOM_LEFT);
    say(left, out);
    killed(MINUTE);
    say(stage(EpisodeMark.BACK_IN_BED));
    killed(MINUTE);
    Episode one = only();
    assertThat(one.outcome()).isEqualTo(Outcome.COMPLETE);
    assertThat(one.since()).isEqualTo(START);
    assertThat(one.bathroom()).isEqualTo(in.since());
    assertThat(one.bathroomLeft()).isEqualTo(out.since());
    assertThat(one.duration()).isEqualTo(MINUTE.multipliedBy(3));
    assertThat(ends()).hasSize(1);
    assertThat(journal.entries).hasSize(4);
  }

  @Test
  void runningWaysAndEndedOnesAreInTheSnapshot() {
    say(stage(EpisodeMark.LEFT_BED));
    say(stage(EpisodeMark.BACK_IN_BED));
    time.advance(MINUTE);
    Stage left = stage(EpisodeMark.LEFT_BED);
    say(left, stage(EpisodeMark.BATHROOM));
    DeskImage image = desk.announced().image();
    assertThat(image.wards().get("ward-a"))
        .satisfies(
            ward -> {
              assertThat(ward.episodes().running()).hasSize(1);
              assertThat(ward.episodes().last()).containsValue(START);
            });
    assertThat(RecordJson.read(RecordJson.write(image), DeskImage.class)).isEqualTo(image);
  }

  /** The point table knows since when the bed is empty, also if the journal had no time for it. */
  @Test
  void wayThatWasNotWrittenBeforeTheKillBeginsWhenTheBedWasLeft() {
    Stage left = stage(EpisodeMark.LEFT_BED);
    holding.add(left);
    killed(MINUTE);
    assertThat(only().since()).isEqualTo(START);
    assertThat(only().bedUnknown()).isFalse();
  }

  @Test
  void whatHappenedToTheBedWhileNoServerRanIsKnownButNotWhen() {
    say(stage(EpisodeMark.LEFT_BED));
    holding.clear();
    time.forgetTimers();
    time.advance(MINUTE);
    holding.add(stage(EpisodeMark.BACK_IN_BED)); // first read by the new server
    desk = started();
    assertThat(only().outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(only().duration()).isNull();

    say();
    time.forgetTimers();
    time.advance(MINUTE);
    holding.add(stage(EpisodeMark.LEFT_BED));
    desk = started();
    time.advance(MINUTE);
    say(stage(EpisodeMark.BACK_IN_BED));
    assertThat(record()).hasSize(2);
    assertThat(record().get(1).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(record().get(1).bedUnknown()).isTrue();
  }

  /** Whatever comes in between: as many rows as beds were left, each ended once. */
  @Property(tries = 200)
  void eachBedThatIsLeftIsOneRow(@ForAll long seed) {
    new EpisodeTest().nights(new Random(seed)); // one desk a try
  }

  private void nights(Random random) {
    int left = 0;
    for (int i = 0; i < 20; i++) {
      Stage out = stage(EpisodeMark.LEFT_BED);
      say(out);
      left++;
      for (int step = random.nextInt(4); step > 0; step--) {
        time.advance(Duration.ofSeconds(1 + random.nextInt(60)));
        switch (random.nextInt(4)) {
          case 0 -> say(out, stage(EpisodeMark.BATHROOM));
          case 1 -> say(out, stage(EpisodeMark.BATHROOM_LEFT));
          case 2 -> say(out, stage(EpisodeMark.BED_UNKNOWN));
          default -> killed(MINUTE);
        }
      }
      time.advance(Duration.ofSeconds(1 + random.nextInt(60)));
      say(random.nextInt(5) == 0 ? new Stage[0] : new Stage[] {stage(EpisodeMark.BACK_IN_BED)});
      if (random.nextInt(5) == 0) {
        killed(MINUTE);
      }
      time.advance(MINUTE);
    }
    assertThat(record()).hasSize(left).allMatch(one -> one.outcome() != null);
    assertThat(ends()).hasSize(left);
  }
}
