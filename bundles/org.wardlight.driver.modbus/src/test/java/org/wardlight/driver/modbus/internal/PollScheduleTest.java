package org.wardlight.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wardlight.driver.modbus.internal.Points.at;
import static org.wardlight.driver.modbus.internal.Points.point;
import static org.wardlight.driver.modbus.internal.Points.register;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.ScanClass;

class PollScheduleTest {
  private static final BlockLimits LIMITS = new BlockLimits(0, 0, 120, 1_000, List.of());
  private static final long MS = 1_000_000;
  private static final Map<ScanClass, Duration> PERIODS =
      Map.of(
          ScanClass.SAFETY,
          Duration.ofMillis(250),
          ScanClass.NORMAL,
          Duration.ofSeconds(1),
          ScanClass.SLOW,
          Duration.ofSeconds(10));

  private final LongAdder overruns = new LongAdder();

  private PollSchedule schedule(Point... points) {
    PollSchedule schedule =
        new PollSchedule(ScanPlan.of(List.of(points), LIMITS).blocks(), PERIODS, 0, overruns);
    schedule.start(0);
    return schedule;
  }

  private static Point of(int id, ScanClass scan) {
    return point(id, scan, at(1, "holding-register", 10 * id, "uint16"));
  }

  private static Poll take(@Nullable Poll poll) {
    if (poll == null) {
      throw new AssertionError("no poll is due");
    }
    return poll;
  }

  private static int id(@Nullable Poll poll) {
    return take(poll).whole.mappings().get(0).point().id();
  }

  @Test
  void everythingIsReadAtOnceWhenTheLinkComesUpSafetyFirst() {
    PollSchedule schedule =
        schedule(of(1, ScanClass.SLOW), of(2, ScanClass.NORMAL), of(3, ScanClass.SAFETY));

    assertThat(List.of(id(schedule.next(0)), id(schedule.next(0)), id(schedule.next(0))))
        .containsExactly(3, 2, 1);
    assertThat(schedule.next(0)).isNull();
  }

  @Test
  void theGridDoesNotDriftHoweverLateTheAnswersCome() {
    PollSchedule schedule = schedule(register(1, 1, 0));
    long now = 0;
    List<Long> asked = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Poll poll = take(schedule.next(now));
      asked.add(now / MS);
      schedule.done(poll, now + (i * 37 + 5) * MS);
      now = schedule.nextDueNanos();
    }
    assertThat(asked).containsExactly(0L, 1_000L, 2_000L, 3_000L, 4_000L);
    assertThat(overruns.sum()).isZero();
  }

  @Test
  void missedSlotsAreSkippedAndCounted() {
    PollSchedule schedule = schedule(register(1, 1, 0));
    schedule.done(take(schedule.next(0)), 3_500 * MS);

    assertThat(overruns.sum()).isEqualTo(3);
    assertThat(schedule.nextDueNanos()).isEqualTo(4_000 * MS);
    assertThat(schedule.next(3_999 * MS)).isNull();
  }

  @Test
  void blocksOfOneClassAreSpreadOverThePeriod() {
    PollSchedule schedule =
        schedule(register(1, 1, 0), register(2, 1, 10), register(3, 1, 20), register(4, 1, 30));
    for (int i = 0; i < 4; i++) {
      schedule.done(take(schedule.next(0)), 1);
    }
    List<Long> due = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      due.add(schedule.nextDueNanos() / MS);
      assertThat(schedule.next(schedule.nextDueNanos())).isNotNull();
    }
    assertThat(due).containsExactly(250L, 500L, 750L, 1_000L);
  }

  @Test
  void anOverloadedGatewayStillReadsTheLowerClasses() {
    PollSchedule schedule =
        schedule(
            of(0, ScanClass.SAFETY),
            of(1, ScanClass.SAFETY),
            of(2, ScanClass.NORMAL),
            of(3, ScanClass.SAFETY));
    long now = 0;
    int[] turns = new int[4];
    for (int i = 0; i < 40; i++) {
      Poll poll = take(schedule.next(now));
      turns[id(poll)]++;
      now += 2_000 * MS;
      schedule.done(poll, now);
    }
    assertThat(turns).containsExactly(10, 10, 10, 10);
  }

  @Test
  void aRefreshGoesFirstAndLeavesTheGridAlone() {
    Point slow = of(1, ScanClass.SLOW);
    PollSchedule schedule = schedule(slow, of(2, ScanClass.SAFETY));
    schedule.done(take(schedule.next(0)), 1);
    schedule.done(take(schedule.next(0)), 1);

    schedule.refresh(List.of(slow), LIMITS);
    Poll poll = take(schedule.next(250 * MS));
    assertThat(id(poll)).isEqualTo(1);
    schedule.done(poll, 251 * MS);
    schedule.done(take(schedule.next(251 * MS)), 252 * MS);
    schedule.done(take(schedule.next(500 * MS)), 501 * MS);
    assertThat(poll.dueNanos).isEqualTo(10_000 * MS);
  }

  @Test
  void betweenTwoRefreshesSafetyHasItsTurn() {
    List<Point> refreshed =
        List.of(of(1, ScanClass.SLOW), of(2, ScanClass.SLOW), of(3, ScanClass.SLOW));
    PollSchedule schedule = schedule(of(4, ScanClass.SAFETY), of(5, ScanClass.SAFETY));
    schedule.refresh(refreshed, LIMITS);

    List<Integer> asked = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      asked.add(id(schedule.next(0)));
    }
    assertThat(asked).containsExactly(1, 4, 2, 5, 3);
  }

  @Test
  void aRefreshOfABlockUnderWayReadsItAgain() {
    Point point = register(1, 1, 0);
    PollSchedule schedule = schedule(point);
    Poll poll = take(schedule.next(0));
    schedule.refresh(List.of(point), LIMITS);
    assertThat(schedule.next(1)).isNull();

    schedule.done(poll, 2);
    assertThat(schedule.next(3)).isSameAs(poll);
  }

  @Test
  void aPointThatIsNotWatchedIsRefreshedOnce() {
    PollSchedule schedule = schedule();
    schedule.refresh(List.of(register(5, 2, 7)), LIMITS);

    Poll poll = take(schedule.next(0));
    assertThat(id(poll)).isEqualTo(5);
    schedule.done(poll, 1);
    assertThat(schedule.next(100_000 * MS)).isNull();
  }

  @Test
  void aRefusedRegisterIsLeftOutAndTriedEverMoreRarely() {
    PollSchedule schedule =
        new PollSchedule(
            ScanPlan.of(List.of(register(1, 1, 0), register(2, 1, 1)), BlockLimits.DEFAULT)
                .blocks(),
            PERIODS,
            0,
            overruns);
    schedule.start(0);
    List<Long> wholes = new ArrayList<>();
    long now = 0;
    while (now < 12_000_000 * MS) {
      Poll poll = take(schedule.next(now));
      if (poll.part() == poll.whole) {
        wholes.add(now / MS / 1_000);
        assertThat(poll.narrow(now)).as("two registers").isTrue();
        poll.answered();
        assertThat(poll.next()).isTrue();
        assertThat(poll.narrow(now)).as("one register").isFalse();
        assertThat(poll.next()).isFalse();
      } else {
        assertThat(poll.part().address()).as("the sound one").isZero();
        assertThat(poll.next()).as("the refused one is left out").isFalse();
      }
      assertThat(poll.refused()).hasSize(1);
      schedule.done(poll, now);
      now = schedule.nextDueNanos();
    }
    // 5 s, doubling to an hour.
    assertThat(wholes)
        .containsExactly(0L, 5L, 15L, 35L, 75L, 155L, 315L, 635L, 1_275L, 2_555L, 5_115L, 8_715L);
  }

  @Test
  void aBlockThatIsTakenAgainForgetsItsRefusals() {
    PollSchedule schedule = schedule(register(1, 1, 0));
    Poll poll = take(schedule.next(0));
    assertThat(poll.narrow(0)).isFalse();
    assertThat(poll.next()).isFalse();
    schedule.done(poll, 0);
    assertThat(take(schedule.next(1_000 * MS)).asks()).isFalse();
    schedule.done(poll, 1_000 * MS);
    assertThat(take(schedule.next(5_000 * MS)).asks()).isTrue();
    poll.answered();
    schedule.done(poll, 5_000 * MS);
    assertThat(poll.refused()).isEmpty();
    // As if it had never been refused: the next refusal is tried again after five seconds.
    assertThat(take(schedule.next(6_000 * MS)).narrow(6_000 * MS)).isFalse();
    schedule.done(poll, 6_000 * MS);
    schedule.done(take(schedule.next(7_000 * MS)), 10_500 * MS);
    assertThat(take(schedule.next(11_000 * MS)).asks()).isTrue();
  }

  @Test
  void aUnitThatRefusesEverythingIsProbedInTurnAndReadAsAWholeWhenItAnswers() {
    PollSchedule schedule = schedule(register(1, 1, 0), register(2, 1, 1));
    List<String> asked = new ArrayList<>();
    for (long now = 0; now < 13_000 * MS; now = schedule.nextDueNanos()) {
      Poll poll = take(schedule.next(now));
      while (poll.asks()) {
        asked.add(now / MS / 1_000 + ": " + poll.part().address() + "+" + poll.part().count());
        if (!poll.narrow(now)) {
          poll.next();
        }
      }
      assertThat(poll.refused()).hasSize(2);
      schedule.done(poll, now);
    }
    assertThat(asked)
        .containsExactly(
            "0: 0+2", "0: 0+1", "0: 1+1", "2: 0+1", "4: 1+1", "5: 0+2", "5: 0+1", "5: 1+1",
            "7: 0+1", "9: 1+1", "11: 0+1");

    Poll poll = take(schedule.next(13_000 * MS));
    assertThat(poll.part().address()).isEqualTo(1);
    assertThat(poll.answered()).isTrue();
    assertThat(poll.next()).isTrue();
    assertThat(poll.part()).isSameAs(poll.whole);
    assertThat(poll.answered()).isFalse();
  }

  @Test
  void aRefusedBlockOfAUnitThatAnswersOtherwiseIsNotProbed() {
    PollSchedule schedule = schedule(register(1, 1, 0), register(2, 1, 90));
    int asked = 0;
    for (long now = 0; now < 60_000 * MS; now = schedule.nextDueNanos()) {
      Poll poll = take(schedule.next(now));
      if (poll.asks() && poll.whole.address() == 0) {
        asked++;
        assertThat(poll.narrow(now)).isFalse();
      } else if (poll.asks()) {
        assertThat(poll.answered()).isFalse();
      }
      schedule.done(poll, now);
    }
    // At 0, 5, 15 and 35 s.
    assertThat(asked).isEqualTo(4);
  }

  @Test
  void aUnitThatIsBackIsReadAsAWholeAtOnce() {
    PollSchedule schedule = schedule(of(1, ScanClass.SLOW), of(2, ScanClass.SAFETY));
    Poll safety = take(schedule.next(0));
    Poll slow = take(schedule.next(0));
    slow.narrow(0);
    schedule.done(slow, 1);
    schedule.revive(1);
    assertThat(schedule.next(2)).as("all but what is under way").isSameAs(slow);
    assertThat(slow.asks()).isTrue();
    assertThat(schedule.next(2)).isNull();
    schedule.done(safety, 3);
  }
}
