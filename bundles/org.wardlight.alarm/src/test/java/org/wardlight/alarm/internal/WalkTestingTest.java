package org.wardlight.alarm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.wardlight.alarm.internal.WardBook.Tick;
import org.wardlight.alarm.internal.WardBook.Walk;
import org.wardlight.api.alarm.Alarm;

/** Walking from button to button must neither trouble anybody nor hide somebody. */
class WalkTestingTest {
  private final PlayedWard ward = new PlayedWard();

  private Step begin(String room) {
    return ward.give(new Input.BeginWalkTest(room, "ben", Duration.ofHours(1)));
  }

  private Walk walk() {
    return ward.state.book().walks().get(0);
  }

  private Tick tick(String point) {
    return Objects.requireNonNull(walk().ticks().get(point));
  }

  @Test
  void firstPressIsShownAsATestTickedOffAndEndsItself() {
    begin("");
    ward.press(PlayedWard.BED);
    Alarm alarm = ward.first();
    assertThat(alarm.handling().test()).isEqualTo(walk().id());
    assertThat(alarm.calling()).isFalse();
    assertThat(tick("203-io/call.bed").pressedAt()).isEqualTo(ward.now);
    assertThat(tick("203-io/call.bed").alarm()).isEqualTo(alarm.id());
    assertThat(tick("203-io/call.bed").shownAt()).isNull();
    ward.pass(Duration.ofSeconds(2));
    Step unused = ward.give(new Input.Delivered(alarm.id(), "station-a"));
    assertThat(tick("203-io/call.bed").shownAt()).isEqualTo(ward.now);
    ward.pass(Duration.ofSeconds(57));
    assertThat(ward.alarms()).hasSize(1);
    ward.pass(Duration.ofSeconds(1));
    assertThat(ward.alarms()).isEmpty();
    assertThat(ward.eventNames()).doesNotContain("Escalated");
  }

  @Test
  void secondPressOfTheSamePointIsARealCall() {
    begin("203");
    ward.press(PlayedWard.BED);
    ward.pass(Duration.ofSeconds(5));
    ward.press(PlayedWard.BED);
    assertThat(ward.alarms()).hasSize(1);
    assertThat(ward.first().handling().test()).isNull();
    assertThat(ward.first().calling()).isTrue();
    ward.pass(Duration.ofMinutes(2));
    assertThat(ward.kinds()).contains("call.bed");
  }

  @Test
  void anotherPointOfTheSpaceIsTickedOffWithTheSameTestCall() {
    begin("");
    ward.press("left", PlayedWard.BED);
    ward.press("right", PlayedWard.BED);
    assertThat(ward.alarms()).hasSize(1);
    assertThat(walk().ticks()).containsOnlyKeys("left", "right");
  }

  @Test
  void acceptedTestCallIsARealOne() {
    begin("");
    ward.press(PlayedWard.BED);
    ward.accept("anna");
    ward.pass(Duration.ofMinutes(2));
    assertThat(ward.first().handling().test()).isNull();
    ward.pass(Duration.ofMinutes(1));
    assertThat(ward.first().calling()).isTrue();
  }

  @Test
  void callThatWasOpenBeforeStaysRealWhenItIsPressedAgain() {
    ward.press(PlayedWard.BED);
    ward.pass(Duration.ofSeconds(5));
    begin("");
    ward.press(PlayedWard.BED);
    assertThat(ward.first().repeats()).isEqualTo(1);
    assertThat(ward.first().calling()).isTrue();
    assertThat(walk().ticks()).isEmpty();
  }

  @Test
  void pressWithPresenceIsAStaffEmergencyAlsoInATest() {
    begin("");
    ward.presence(true);
    ward.press(PlayedWard.BED);
    assertThat(ward.first().kind()).isEqualTo("staff.emergency");
    assertThat(ward.first().handling().test()).isNull();
  }

  @Test
  void pressInAnotherRoomOrAfterTheTestIsReal() {
    begin("204");
    ward.press(PlayedWard.BED);
    assertThat(ward.first().calling()).isTrue();
    ward.pass(Duration.ofHours(1));
    assertThat(walk().ended()).isEqualTo(ward.now);
    assertThat(begin("203").refusal()).isEmpty();
    String id = Objects.requireNonNull(ward.state.book().walkIn("203")).id();
    assertThat(ward.give(new Input.EndWalkTest(id, "ben")).refusal()).isEmpty();
    assertThat(ward.give(new Input.EndWalkTest(id, "ben")).refusal()).isEqualTo("not.found");
    ward.press(PlayedWard.CORD);
    assertThat(ward.alarms()).allMatch(alarm -> alarm.handling().test() == null);
  }

  @Test
  void onlyOneTestRunsAtAPlaceAndNotForEver() {
    begin("203");
    assertThat(begin("").refusal()).isEqualTo("walktest.running");
    assertThat(begin("203").refusal()).isEqualTo("walktest.running");
    assertThat(begin("204").refusal()).isEmpty();
    for (Duration wrong : new Duration[] {Duration.ZERO, Duration.ofHours(5)}) {
      assertThat(ward.give(new Input.BeginWalkTest("205", "ben", wrong)).refusal())
          .isEqualTo("walktest.duration");
    }
  }

  @Test
  void onlyTheLastTestsAreKept() {
    for (int i = 0; i < WardBook.WALKS_KEPT + 5; i++) {
      begin("203");
      ward.pass(Duration.ofHours(1));
    }
    begin("203");
    assertThat(ward.state.book().walks()).hasSize(WardBook.WALKS_KEPT + 1);
    assertThat(ward.state.book().walks().get(WardBook.WALKS_KEPT).ended()).isNull();
  }

  @Test
  void aTestCallOutlivesARestartAndStillEnds() {
    begin("");
    ward.press(PlayedWard.BED);
    ward.restartAfter(Duration.ofSeconds(30));
    assertThat(ward.first().handling().test()).isNotNull();
    ward.pass(Duration.ofSeconds(30));
    assertThat(ward.alarms()).isEmpty();
  }
}
