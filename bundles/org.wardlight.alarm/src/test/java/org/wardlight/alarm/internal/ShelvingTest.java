package org.wardlight.alarm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.alarm.Shelving;
import org.wardlight.api.rule.Condition;

/** What is held back, by whose word, and what becomes of it. */
class ShelvingTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private final PlayedWard ward = new PlayedWard();

  private Step hold(Shelving.Type type, String kind, String subject) {
    return ward.give(new Input.Shelve(type, kind, subject, "anna", "wet mat", HOUR));
  }

  @Test
  void shelvedAlarmStaysInTheListAndDoesNotCall() {
    var unused = ward.began("bathroom.dwell", AlarmClass.URGENT);
    assertThat(ward.shelve(HOUR).refusal()).isEmpty();
    Alarm alarm = ward.first();
    assertThat(alarm.shelved()).isTrue();
    assertThat(alarm.calling()).isFalse();
    assertThat(alarm.handling().shelvedUntil()).isEqualTo(ward.now.plus(HOUR));
    Shelving shelving = ward.state.book().shelvings().values().iterator().next();
    assertThat(shelving.by()).isEqualTo("anna");
    assertThat(shelving.reason()).isEqualTo("mat is wet");
    assertThat(shelving.kind()).isEqualTo("bathroom.dwell");
    int level = alarm.handling().level();
    ward.pass(Duration.ofMinutes(59));
    assertThat(ward.first().handling().level()).isEqualTo(level);
    assertThat(ward.kinds()).containsExactly("bathroom.dwell");
  }

  @Test
  void whatStillHoldsAtTheExpiryCallsAgainWithANoteUntilSomebodyAccepts() {
    var unused = ward.began("bathroom.dwell", AlarmClass.URGENT);
    ward.shelve(HOUR);
    ward.pass(HOUR);
    assertThat(ward.first().calling()).isTrue();
    assertThat(ward.first().handling().levelSince()).isEqualTo(ward.now);
    assertThat(ward.kinds()).containsExactly("bathroom.dwell", Notes.OVERDUE);
    assertThat(ward.state.book().shelvings()).isEmpty();
    ward.accept("ben");
    assertThat(ward.kinds()).containsExactly("bathroom.dwell");
  }

  @Test
  void expiryIsNotMissedByARestart() {
    var unused = ward.began("bathroom.dwell", AlarmClass.URGENT);
    ward.shelve(HOUR);
    ward.restartAfter(Duration.ofHours(2));
    assertThat(ward.kinds()).contains(Notes.OVERDUE);
    assertThat(ward.first().calling()).isTrue();
  }

  @Test
  void whatEndedMeanwhileLeavesNothingBehind() {
    Condition c = ward.began("climate", AlarmClass.ADVISORY);
    ward.shelve(HOUR);
    ward.ended(c);
    assertThat(ward.alarms()).isEmpty();
    assertThat(ward.state.book().shelvings()).isEmpty();
    assertThat(ward.deadline()).isNull();
  }

  @Test
  void shelvingThatIsEndedByHandIsNotOverdue() {
    var unused = ward.began("bathroom.dwell", AlarmClass.URGENT);
    ward.shelve(HOUR);
    String id = ward.state.book().shelvings().keySet().iterator().next();
    assertThat(ward.give(new Input.EndShelving(id, "ben")).refusal()).isEmpty();
    assertThat(ward.first().calling()).isTrue();
    assertThat(ward.kinds()).containsExactly("bathroom.dwell");
    assertThat(ward.give(new Input.EndShelving(id, "ben")).refusal()).isEqualTo("not.found");
  }

  @Test
  void shelvingAgainTakesThePlaceOfTheFirst() {
    var unused = ward.began("bathroom.dwell", AlarmClass.URGENT);
    ward.shelve(HOUR);
    ward.pass(Duration.ofMinutes(10));
    ward.shelve(Duration.ofMinutes(5));
    assertThat(ward.state.book().shelvings()).hasSize(1);
    assertThat(ward.first().handling().shelvedUntil())
        .isEqualTo(ward.now.plus(Duration.ofMinutes(5)));
  }

  @Test
  void emergenciesAndCallsOfPersonsCannotBeHeldBack() {
    ward.press(PlayedWard.BED);
    assertThat(ward.shelve(HOUR).refusal()).isEqualTo("shelve.call");
    assertThat(hold(Shelving.Type.BYPASS, "call.bed", "203").refusal()).isEqualTo("shelve.call");
    assertThat(hold(Shelving.Type.BYPASS, "staff.emergency", "203").refusal())
        .isEqualTo("shelve.call");
    PlayedWard other = new PlayedWard();
    var unused = other.began("fire", AlarmClass.EMERGENCY);
    assertThat(other.shelve(HOUR).refusal()).isEqualTo("shelve.emergency");
    assertThat(
            other
                .give(new Input.Shelve(Shelving.Type.ONE_ALARM, "", "nothing", "anna", "r", HOUR))
                .refusal())
        .isEqualTo("not.found");
  }

  @Test
  void durationIsBoundedAndAReasonIsNeeded() {
    var unused = ward.began("bathroom.dwell", AlarmClass.URGENT);
    assertThat(ward.shelve(Duration.ofMinutes(5).minusSeconds(1)).refusal())
        .isEqualTo("shelve.duration");
    assertThat(ward.shelve(Duration.ofHours(12).plusSeconds(1)).refusal())
        .isEqualTo("shelve.duration");
    assertThat(ward.shelve(Duration.ofMinutes(5)).refusal()).isEmpty();
    assertThat(ward.shelve(Duration.ofHours(12)).refusal()).isEmpty();
    assertThat(
            ward.give(new Input.Shelve(Shelving.Type.BYPASS, "x", "203", "anna", " ", HOUR))
                .refusal())
        .isEqualTo("reason.missing");
  }

  /** It is raised and kept, so that nothing is lost when the bypass ends. */
  @Test
  void bypassedKindIsHeldBackFromTheFirst() {
    assertThat(hold(Shelving.Type.BYPASS, "bathroom.dwell", "203").refusal()).isEmpty();
    var unused = ward.began("bathroom.dwell", AlarmClass.URGENT);
    assertThat(ward.first().shelved()).isTrue();
    assertThat(ward.eventNames()).containsExactly("ShelvingBegan", "Raised");
    var other = ward.began("fall", AlarmClass.URGENT);
    assertThat(ward.alarms())
        .filteredOn(a -> !a.shelved())
        .extracting(Alarm::kind)
        .containsExactly(other.kind());
    ward.pass(HOUR);
    assertThat(ward.alarms()).noneMatch(Alarm::shelved);
    assertThat(ward.kinds()).contains(Notes.OVERDUE);
  }

  @Test
  void bypassOfAnotherRoomHoldsNothingBack() {
    hold(Shelving.Type.BYPASS, "bathroom.dwell", "204");
    var unused = ward.began("bathroom.dwell", AlarmClass.URGENT);
    assertThat(ward.first().shelved()).isFalse();
  }

  @Test
  void maintenanceHoldsTechnicalAlarmsOfItsRoomAndDeviceBackAndCallsNever() {
    hold(Shelving.Type.MAINTENANCE, "", "203");
    var room = ward.began("sensor.unusable", AlarmClass.TECHNICAL);
    assertThat(ward.first().kind()).isEqualTo(room.kind());
    assertThat(ward.first().shelved()).isTrue();
    ward.press(PlayedWard.BED);
    var urgent = ward.began("fall", AlarmClass.URGENT);
    assertThat(ward.alarms())
        .filteredOn(a -> !a.shelved())
        .extracting(Alarm::kind)
        .containsExactly("call.bed", urgent.kind());
    hold(Shelving.Type.MAINTENANCE, "", "204-io");
    Condition silent =
        new Condition(
            "device.silent",
            AlarmClass.TECHNICAL,
            "204",
            "204/entrance",
            ward.now,
            new Reason("device.silent", Map.of("device", "204-io")));
    Step unused = ward.give(new Input.Conditions(false, List.of(silent), List.of()));
    assertThat(ward.alarms()).filteredOn(Alarm::shelved).hasSize(2);
  }

  @Test
  void alarmThatBecomesAnEmergencyGetsThrough() {
    Condition c = ward.began("smoke", AlarmClass.URGENT);
    ward.shelve(HOUR);
    Condition worse =
        new Condition(
            c.kind(), AlarmClass.EMERGENCY, c.room(), c.space(), c.since(), Reason.of("fire"));
    Step unused = ward.give(new Input.Conditions(false, List.of(worse), List.of(c)));
    assertThat(ward.first().shelved()).isFalse();
    assertThat(ward.first().calling()).isTrue();
  }
}
