package org.wardlight.alarm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.Alarm.State;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.point.PointKind.Call;
import org.wardlight.api.rule.Condition;

/** One test for each rule of docs/alarms.md. */
class WardMachineTest {
  private static final Instant START = Instant.parse("2026-11-22T02:00:00Z");
  private static final Call BED = new Call("call.bed", AlarmClass.CALL, false);
  private static final Call CORD = new Call("call.bathroom", AlarmClass.URGENT, true);

  private WardState state = WardState.EMPTY;
  private WardRules rules = House.RULES;
  private Instant now = START;
  private final List<AlarmEvent> events = new ArrayList<>();

  private Step give(Input input) {
    now = now.plusSeconds(1);
    Step step = WardMachine.step("ward-a", state, input, now, rules);
    state = step.state();
    events.addAll(step.events());
    return step;
  }

  private void restart() {
    state = WardState.EMPTY;
    events.forEach(event -> state = state.with(event));
  }

  private Instant press(Call call) {
    Instant since = now;
    give(new Input.Called("203-io/" + call.kind(), call, "203", "203/" + call.kind(), since, true));
    return since;
  }

  private Condition dwell(AlarmClass alarmClass, int second) {
    return new Condition(
        "bathroom.dwell",
        alarmClass,
        "203",
        "203/bathroom",
        START.plusSeconds(second),
        Reason.of("bathroom.dwell"));
  }

  private void began(Condition c) {
    give(new Input.Conditions(false, List.of(c), List.of()));
  }

  private void ended(Condition c) {
    give(new Input.Conditions(false, List.of(), List.of(c)));
  }

  private Step complete(Condition... all) {
    return give(new Input.Conditions(true, List.of(all), List.of()));
  }

  private void presence(boolean on) {
    give(new Input.PresenceRead("203", on));
  }

  private Alarm only() {
    assertThat(state.alarms().open()).hasSize(1);
    return state.alarms().open().values().iterator().next().alarm();
  }

  private String close() {
    return give(new Input.Close(only().id(), "anna", "talked to her")).refusal();
  }

  @Test
  void pressRaisesACall() {
    Instant since = press(BED);
    assertThat(only().id()).isEqualTo("call.bed@203/call.bed@" + since);
    assertThat(only().state()).isEqualTo(State.RAISED);
    assertThat(only().conditionActive()).isFalse();
  }

  @Test
  void secondPressRepeatsTheSameAlarm() {
    press(BED);
    press(BED);
    assertThat(only().repeats()).isEqualTo(1);
  }

  @Test
  void secondDifferentCallInTheRoomIsAnAlarmOfItsOwn() {
    press(BED);
    press(CORD);
    assertThat(state.alarms().open()).hasSize(2);
  }

  @Test
  void completeSetAfterARestartRaisesNothingNew() {
    Condition c = dwell(AlarmClass.URGENT, 0);
    began(c);
    restart();
    assertThat(complete(c).events()).isEmpty();
  }

  @Test
  void whatIsMissingInACompleteSetHasReturned() {
    began(dwell(AlarmClass.URGENT, 0));
    complete();
    assertThat(only().conditionActive()).isFalse();
  }

  @Test
  void conditionThatComesBackRepeatsTheSameAlarm() {
    began(dwell(AlarmClass.URGENT, 0));
    ended(dwell(AlarmClass.URGENT, 0));
    began(dwell(AlarmClass.URGENT, 7));
    assertThat(only().repeats()).isEqualTo(1);
    assertThat(only().conditionActive()).isTrue();
    assertThat(only().since()).isEqualTo(START);
  }

  @Test
  void changedClassReclassifiesTheOpenAlarm() {
    Condition note = dwell(AlarmClass.ADVISORY, 0);
    Condition urgent = dwell(AlarmClass.URGENT, 0);
    began(note);
    Step step = give(new Input.Conditions(false, List.of(urgent), List.of(note)));
    assertThat(step.events()).singleElement().isInstanceOf(AlarmEvent.Reclassified.class);
    assertThat(only().alarmClass()).isEqualTo(AlarmClass.URGENT);
  }

  @Test
  void episodeClosedByANurseIsNotRaisedAgainWhileItHolds() {
    Condition c = dwell(AlarmClass.URGENT, 0);
    began(c);
    presence(true);
    assertThat(close()).isEmpty();
    restart();
    assertThat(complete(c).events()).isEmpty();
    assertThat(state.alarms().open()).isEmpty();
  }

  /**
   * By night 15 min in the bathroom are too long, by day 60: who is seen to at night and stays has
   * nothing held against her when day begins, and is raised again when the day's limit passes too.
   */
  @Test
  void sameEpisodeIsRaisedAgainIfItsConditionReturnedSinceItWasClosed() {
    Condition night = dwell(AlarmClass.URGENT, 0);
    began(night);
    presence(true);
    assertThat(close()).isEmpty();
    presence(false);
    ended(night);
    restart();
    assertThat(state.alarms().open()).isEmpty();
    began(dwell(AlarmClass.URGENT, 0));
    assertThat(only().state()).isEqualTo(State.RAISED);
    assertThat(only().since()).isEqualTo(START);
  }

  @Test
  void closedEpisodeMissingInACompleteSetHasReturned() {
    began(dwell(AlarmClass.URGENT, 0));
    presence(true);
    assertThat(close()).isEmpty();
    assertThat(complete().events()).singleElement().isInstanceOf(AlarmEvent.Returned.class);
    assertThat(complete().events()).isEmpty();
    assertThat(complete(dwell(AlarmClass.URGENT, 0)).events()).hasSize(2); // and attended
  }

  @Test
  void newEpisodeAfterAClosedOneIsRaised() {
    began(dwell(AlarmClass.URGENT, 0));
    presence(true);
    ended(dwell(AlarmClass.URGENT, 0));
    presence(false);
    assertThat(state.alarms().open()).isEmpty();
    began(dwell(AlarmClass.URGENT, 1));
    assertThat(only().state()).isEqualTo(State.RAISED);
  }

  @Test
  void acceptedByAnotherUserChangesTheName() {
    press(BED);
    give(new Input.Accept(only().id(), "anna"));
    assertThat(only().state()).isEqualTo(State.ACCEPTED);
    give(new Input.Accept(only().id(), "ben"));
    assertThat(only().acceptedBy()).isEqualTo("ben");
    assertThat(give(new Input.Accept(only().id(), "ben")).events()).isEmpty();
  }

  @Test
  void presenceAttendsAndItsEndCallsAgain() {
    press(BED);
    give(new Input.Accept(only().id(), "anna"));
    presence(true);
    assertThat(only().state()).isEqualTo(State.ATTENDED);
    presence(false);
    assertThat(only().state()).isEqualTo(State.RAISED);
    assertThat(only().acceptedBy()).isNull();
  }

  @Test
  void presenceIsRecordedWithoutAlarmsAndKnownAfterARestart() {
    presence(true);
    assertThat(events).hasSize(1);
    restart();
    assertThat(state.alarms().present()).containsKey("203");
    assertThat(give(new Input.PresenceRead("203", true)).events()).isEmpty();
  }

  @Test
  void resetEndsCallsOfTheRoomOnlyWhilePresent() {
    press(BED);
    give(new Input.ResetPressed("203", false));
    assertThat(state.alarms().open()).hasSize(1);
    presence(true);
    give(new Input.ResetPressed("204", false));
    assertThat(state.alarms().open()).hasSize(1);
    give(new Input.ResetPressed("203", false));
    assertThat(state.alarms().open()).isEmpty();
    assertThat(events.get(events.size() - 1))
        .isInstanceOfSatisfying(
            AlarmEvent.Closed.class,
            e -> {
              assertThat(e.by()).isEqualTo("presence");
              assertThat(e.reason()).isEqualTo("reset.in.room");
            });
  }

  @Test
  void wetRoomCallEndsInTheWetRoomOnly() {
    press(CORD);
    presence(true);
    give(new Input.ResetPressed("203", false));
    assertThat(close()).isEqualTo("close.in.wet.room.only");
    give(new Input.ResetPressed("203", true));
    assertThat(state.alarms().open()).isEmpty();
  }

  @Test
  void conditionThatReturnsWhileAttendedEndsByItself() {
    began(dwell(AlarmClass.URGENT, 0));
    presence(true);
    give(new Input.ResetPressed("203", false));
    assertThat(only().open()).isTrue(); // a reset does not end what still holds
    ended(dwell(AlarmClass.URGENT, 0));
    assertThat(state.alarms().open()).isEmpty();
  }

  @Test
  void conditionThatReturnsUnattendedStillNeedsAPerson() {
    began(dwell(AlarmClass.URGENT, 0));
    assertThat(close()).isEqualTo("close.when.attended");
    ended(dwell(AlarmClass.URGENT, 0));
    assertThat(only().state()).isEqualTo(State.RAISED);
    assertThat(close()).isEmpty();
    assertThat(state.alarms().open()).isEmpty();
  }

  @Test
  void returnedConditionEndsWhenStaffLeave() {
    began(dwell(AlarmClass.URGENT, 0));
    ended(dwell(AlarmClass.URGENT, 0));
    presence(true);
    assertThat(only().state()).isEqualTo(State.ATTENDED);
    presence(false);
    assertThat(state.alarms().open()).isEmpty();
  }

  @Test
  void advisoryAndTechnicalEndByThemselves() {
    for (AlarmClass c : List.of(AlarmClass.ADVISORY, AlarmClass.TECHNICAL)) {
      began(dwell(c, c.priority()));
      ended(dwell(c, c.priority()));
      assertThat(state.alarms().open()).isEmpty();
    }
  }

  @Test
  void technicalIsNotClosedWhileItHoldsAndAdvisoryMayBe() {
    began(dwell(AlarmClass.TECHNICAL, 0));
    assertThat(close()).isEqualTo("close.when.mended");
    ended(dwell(AlarmClass.TECHNICAL, 0));
    began(dwell(AlarmClass.ADVISORY, 9));
    assertThat(give(new Input.Close(only().id(), "anna", " ")).refusal())
        .isEqualTo("reason.missing");
    assertThat(close()).isEmpty();
  }

  @Test
  void buttonCallIsClosedAtTheScreenOnlyWhenAttendedOrSpokenWith() {
    press(BED);
    assertThat(close()).isEqualTo("close.after.conversation");
    presence(true);
    assertThat(close()).isEmpty();
  }

  @Test
  void callWhilePresentIsAStaffEmergencyThatEndsInTheRoom() {
    presence(true);
    press(BED);
    assertThat(only().kind()).isEqualTo("staff.emergency");
    assertThat(only().alarmClass()).isEqualTo(AlarmClass.EMERGENCY);
    assertThat(only().space()).isEqualTo("203/call.bed");
    assertThat(only().state()).isEqualTo(State.RAISED);
    press(BED);
    assertThat(only().repeats()).isEqualTo(1);
    assertThat(close()).isEqualTo("close.in.room.only");
    give(new Input.ResetPressed("203", false));
    assertThat(state.alarms().open()).isEmpty();
  }

  /** In a corridor there is neither a presence button nor a reset. */
  @Test
  void emergencyThatRulesConcludedIsClosedAtTheScreenOnlyWhenItIsOver() {
    began(dwell(AlarmClass.EMERGENCY, 0));
    assertThat(close()).isEqualTo("close.in.room.only");
    ended(dwell(AlarmClass.EMERGENCY, 0));
    assertThat(only().state()).isEqualTo(State.RAISED);
    assertThat(close()).isEmpty();
  }

  @Test
  void alarmThatArisesWhilePresentIsAttendedAndCallsWhenStaffLeave() {
    presence(true);
    began(dwell(AlarmClass.URGENT, 0));
    assertThat(only().state()).isEqualTo(State.ATTENDED);
    presence(false);
    assertThat(only().state()).isEqualTo(State.RAISED);
  }

  @Test
  void pressDuringDowntimeIsRaisedAtTheFirstReading() {
    Instant since = now.minusSeconds(30);
    give(new Input.Called("203-io/call.bed", BED, "203", "203/bedroom", since, false));
    assertThat(only().since()).isEqualTo(since);
  }

  @Test
  void firstReadingOfAnOpenOrClosedCallRaisesNothing() {
    Instant since = press(BED);
    Input.Called first =
        new Input.Called("203-io/call.bed", BED, "203", "203/call.bed", since, false);
    restart();
    assertThat(give(first).events()).isEmpty();
    presence(true);
    give(new Input.ResetPressed("203", false));
    presence(false);
    restart();
    assertThat(give(first).events()).isEmpty();
    assertThat(state.alarms().open()).isEmpty();
  }

  @Test
  void buttonStillOnAfterAStaffEmergencyWasResetRaisesNothingAfterARestart() {
    presence(true);
    Instant since = press(CORD);
    give(new Input.ResetPressed("203", false));
    presence(false);
    restart();
    give(new Input.Called("203-io/cord", CORD, "203", "203/call.bathroom", since, false));
    assertThat(state.alarms().open()).isEmpty();
  }
}
