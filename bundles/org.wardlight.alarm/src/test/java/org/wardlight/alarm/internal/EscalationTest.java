package org.wardlight.alarm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.wardlight.api.alarm.Alarm.State;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent.DutyEnded;
import org.wardlight.api.alarm.AlarmEvent.Escalated;
import org.wardlight.api.space.AlarmSettings.Level;
import org.wardlight.api.space.AlarmSettings.Roster;
import org.wardlight.api.space.AlarmSettings.Shift;

/** Who is called when nobody comes. */
class EscalationTest {
  private final PlayedWard ward = new PlayedWard();

  private void anna() {
    Step unused = ward.give(new Input.BeginDuty("anna", "nurses"));
  }

  private String called() {
    return ward.first().handling().level() + " " + ward.first().handling().called();
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void callGoesFromGroupToGroupAndThenToEverybodyWithANote() {
    anna();
    ward.press(PlayedWard.BED);
    assertThat(called()).isEqualTo("0 nurses");
    ward.pass(seconds(59));
    assertThat(called()).isEqualTo("0 nurses");
    ward.pass(seconds(1));
    assertThat(called()).isEqualTo("1 team");
    ward.pass(seconds(30));
    assertThat(called()).isEqualTo("2 everybody");
    assertThat(ward.kinds()).containsExactly("call.bed", Notes.EXHAUSTED);
    assertThat(ward.first().calling()).isTrue();
  }

  @Test
  void groupWithNobodyOnDutyIsPassedOverAtOnce() {
    ward.press(PlayedWard.BED);
    assertThat(called()).isEqualTo("1 team");
    assertThat(ward.deadline()).isEqualTo(ward.now.plusSeconds(30));
  }

  @Test
  void whenTheLastOneGoesOffDutyItsCallsArePassedOnAtOnce() {
    anna();
    ward.press(PlayedWard.BED);
    ward.pass(seconds(10));
    Step unused = ward.give(new Input.EndDuty("anna"));
    assertThat(called()).isEqualTo("1 team");
  }

  @Test
  void acceptanceStopsTheChainAndEndsTheNote() {
    ward.press(PlayedWard.BED);
    ward.pass(seconds(30));
    assertThat(ward.kinds()).contains(Notes.EXHAUSTED);
    ward.accept("ben");
    assertThat(ward.kinds()).containsExactly("call.bed");
    assertThat(ward.first().calling()).isFalse();
  }

  @Test
  void acceptedButNotAttendedComesBackAndTheChainGoesOnFromThere() {
    anna();
    ward.press(PlayedWard.BED);
    ward.accept("anna");
    ward.pass(seconds(179));
    assertThat(ward.first().state()).isEqualTo(State.ACCEPTED);
    ward.pass(seconds(1));
    assertThat(ward.first().state()).isEqualTo(State.RAISED);
    assertThat(ward.first().acceptedBy()).isNull();
    assertThat(called()).isEqualTo("0 nurses");
    ward.pass(seconds(60));
    assertThat(called()).isEqualTo("1 team");
  }

  @Test
  void attendedCallDoesNotComeBackAndStartsAnewWhenLeft() {
    anna();
    ward.press(PlayedWard.BED);
    ward.pass(seconds(70));
    ward.accept("anna");
    ward.presence(true);
    assertThat(ward.deadline()).isEqualTo(Instant.parse("2026-11-22T15:00:00Z")); // anna's duty
    ward.pass(Duration.ofMinutes(10));
    ward.presence(false);
    assertThat(called()).isEqualTo("0 nurses");
  }

  /** Server down from 02:00:10 to 02:01:40: the second group has been called since 02:01. */
  @Test
  void deadlinesAreTheSameWhetherOrNotTheServerWasDown() {
    anna();
    ward.press(PlayedWard.BED);
    ward.pass(seconds(10));
    ward.restartAfter(seconds(75));
    assertThat(called()).isEqualTo("1 team");
    assertThat(ward.first().handling().levelSince()).isEqualTo(ward.now.minusSeconds(25));
    assertThat(ward.deadline()).isEqualTo(ward.now.plusSeconds(5));
  }

  @Test
  void allStepsThatWereMissedAreOnRecord() {
    anna();
    ward.press(PlayedWard.BED);
    ward.restartAfter(Duration.ofMinutes(10));
    assertThat(ward.events.stream().filter(Escalated.class::isInstance))
        .extracting(event -> ((Escalated) event).called())
        .containsExactly("nurses", "team", "everybody");
  }

  @Test
  void emergencyCallsEverybodyFromTheFirst() {
    ward.presence(true);
    ward.press(PlayedWard.BED);
    assertThat(ward.first().kind()).isEqualTo("staff.emergency");
    assertThat(called()).isEqualTo("0 everybody");
    ward.pass(seconds(60));
    assertThat(called()).isEqualTo("1 everybody");
    assertThat(ward.kinds()).doesNotContain(Notes.EXHAUSTED);
    ward.pass(seconds(30));
    assertThat(ward.kinds()).contains(Notes.EXHAUSTED);
  }

  @Test
  void whatNeedsNobodyIsNotPassedOn() {
    var unused = ward.began("climate", AlarmClass.ADVISORY);
    ward.pass(Duration.ofHours(1));
    assertThat(ward.first().handling().level()).isZero();
    assertThat(ward.eventNames()).containsExactly("Raised");
  }

  @Test
  void wardWithoutARosterCallsEverybodyWithoutANote() {
    ward.rules = House.RULES;
    ward.press(PlayedWard.BED);
    ward.pass(Duration.ofHours(1));
    assertThat(called()).isEqualTo("0 everybody");
    assertThat(ward.kinds()).containsExactly("call.bed");
  }

  @Test
  void forgottenDutyEndsByItself() {
    anna();
    ward.pass(Duration.ofHours(13));
    assertThat(ward.state.book().duty()).isEmpty();
    assertThat(ward.events.get(1)).isInstanceOf(DutyEnded.class);
  }

  @Test
  void dutyInAnUnknownGroupIsRefused() {
    assertThat(ward.give(new Input.BeginDuty("anna", "cooks")).refusal())
        .isEqualTo("duty.no.such.group");
    anna();
    assertThat(ward.give(new Input.BeginDuty("anna", "nurses")).events()).isEmpty();
    assertThat(ward.give(new Input.BeginDuty("anna", "team")).events()).hasSize(1);
    assertThat(ward.give(new Input.EndDuty("ben")).events()).isEmpty();
  }

  // --- shifts by local time

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static String shiftAt(String instant) {
    List<Level> nobody = List.of();
    Roster roster =
        new Roster(
            List.of(
                new Shift("early", LocalTime.of(6, 0), nobody),
                new Shift("late", LocalTime.of(14, 0), nobody),
                new Shift("night", LocalTime.of(22, 0), nobody),
                new Shift("small hours", LocalTime.of(2, 30), nobody)));
    return Objects.requireNonNull(roster.at(Instant.parse(instant), BERLIN)).name();
  }

  @Test
  void shiftIsTheOneThatBeganLastAlsoPastMidnight() {
    assertThat(shiftAt("2026-11-22T05:00:00Z")).isEqualTo("early");
    assertThat(shiftAt("2026-11-22T04:59:59Z")).isEqualTo("small hours");
    assertThat(shiftAt("2026-11-21T23:30:00Z")).isEqualTo("night");
    assertThat(Roster.NONE.at(Instant.EPOCH, BERLIN)).isNull();
  }

  /** 25 October 2026, 03:00 becomes 02:00: 02:30 comes twice, the shift begins at the first. */
  @Test
  void shiftBeginsOnceInTheNightThatHasAnHourTwice() {
    assertThat(shiftAt("2026-10-25T00:29:59Z")).isEqualTo("night");
    assertThat(shiftAt("2026-10-25T00:30:00Z")).isEqualTo("small hours");
    assertThat(shiftAt("2026-10-25T01:10:00Z")).isEqualTo("small hours"); // 02:10 again
    assertThat(shiftAt("2026-10-25T05:00:00Z")).isEqualTo("early"); // 06:00 in winter time
  }

  /** 28 March 2027, 02:00 becomes 03:00: there is no 02:30, the shift begins at 03:30. */
  @Test
  void shiftBeginsLaterInTheNightThatLacksItsHour() {
    assertThat(shiftAt("2027-03-28T01:29:59Z")).isEqualTo("night");
    assertThat(shiftAt("2027-03-28T01:30:00Z")).isEqualTo("small hours");
    assertThat(shiftAt("2027-03-28T04:00:00Z")).isEqualTo("early");
  }

  /** The delays themselves are lengths of time: a change of the clocks moves none of them. */
  @Test
  void deadlineOfAMinuteIsAMinuteInBothNights() {
    for (String night : List.of("2026-10-25T00:59:30Z", "2027-03-28T00:59:30Z")) {
      PlayedWard there = new PlayedWard();
      there.rules =
          new WardRules(
              House.ROSTER,
              BERLIN,
              Duration.ofMinutes(3),
              Duration.ofHours(13),
              java.util.Set.of());
      there.now = Instant.parse(night);
      Step unused = there.give(new Input.BeginDuty("anna", "nurses"));
      there.press(PlayedWard.BED);
      assertThat(there.deadline()).isEqualTo(Instant.parse(night).plusSeconds(60));
    }
  }
}
