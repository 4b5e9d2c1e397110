package org.wardlight.alarm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent.SpokenWith;
import org.wardlight.api.rule.Condition;

/** Chatter, conversations and the journey of a call. */
class NotesTest {
  private final PlayedWard ward = new PlayedWard();

  private void flap(int times) {
    for (int i = 0; i < times; i++) {
      Condition c = ward.began("climate", AlarmClass.ADVISORY);
      ward.pass(Duration.ofSeconds(5));
      ward.ended(c);
      ward.pass(Duration.ofSeconds(5));
    }
  }

  @Test
  void chatteringPlaceIsOneAlarmWithRepeatsAndOneNote() {
    flap(5);
    assertThat(ward.kinds()).containsExactly(Notes.CHATTER, "climate");
    assertThat(ward.first().repeats()).isEqualTo(2);
    assertThat(ward.eventNames().stream().filter("Raised"::equals)).hasSize(4);
    // Returned and quiet for a minute since it was repeated last: both end.
    ward.pass(Duration.ofSeconds(49));
    assertThat(ward.kinds()).hasSize(2);
    ward.pass(Duration.ofSeconds(1));
    assertThat(ward.alarms()).isEmpty();
    assertThat(ward.deadline()).isNull();
  }

  @Test
  void twoInAMinuteAreNoChatter() {
    flap(2);
    assertThat(ward.alarms()).isEmpty();
    ward.pass(Duration.ofSeconds(41));
    flap(1);
    assertThat(ward.alarms()).isEmpty();
  }

  @Test
  void buttonPressedOftenStaysOneCallWithANote() {
    for (int i = 0; i < 4; i++) {
      ward.press(PlayedWard.BED);
      ward.pass(Duration.ofSeconds(2));
    }
    assertThat(ward.kinds()).containsExactly(Notes.CHATTER, "call.bed");
    assertThat(ward.first().repeats()).isEqualTo(3);
    ward.pass(Duration.ofSeconds(58));
    assertThat(ward.kinds()).doesNotContain(Notes.CHATTER).contains("call.bed");
  }

  @Test
  void pressesWithinASecondAreOne() {
    ward.press(PlayedWard.BED);
    ward.pass(Duration.ofMillis(999));
    ward.press(PlayedWard.BED);
    assertThat(ward.first().repeats()).isZero();
    ward.pass(Duration.ofMillis(1));
    ward.press(PlayedWard.BED);
    assertThat(ward.first().repeats()).isEqualTo(1);
  }

  @Test
  void completeSetOfTheRulesLeavesTheDesksOwnNotesAlone() {
    ward.press(PlayedWard.BED);
    ward.pass(Duration.ofSeconds(30));
    Step unused = ward.give(new Input.Conditions(true, java.util.List.of(), java.util.List.of()));
    assertThat(ward.kinds()).contains(Notes.EXHAUSTED);
  }

  // --- conversations

  private Step spoken(String user) {
    return ward.give(new Input.SpokenWith(ward.first().id(), user));
  }

  private String close() {
    return ward.give(new Input.Close(ward.first().id(), "anna", "wanted water")).refusal();
  }

  @Test
  void callIsClosedAtAScreenAfterAConversationOfWhoAccepted() {
    ward.press(PlayedWard.BED);
    assertThat(spoken("anna").refusal()).isEqualTo("conversation.by.acceptor.only");
    ward.accept("anna");
    assertThat(close()).isEqualTo("close.after.conversation");
    assertThat(spoken("ben").refusal()).isEqualTo("conversation.by.acceptor.only");
    assertThat(spoken("anna").events())
        .containsExactly(new SpokenWith(ward.now, "ward-a", ward.first().id(), "anna"));
    assertThat(ward.first().handling().spokenAt()).isEqualTo(ward.now);
    assertThat(close()).isEmpty();
    assertThat(ward.alarms()).isEmpty();
    assertThat(ward.give(new Input.SpokenWith("gone", "anna")).refusal()).isEqualTo("not.found");
  }

  @Test
  void whoCallsAgainAfterAConversationIsHeardAgain() {
    ward.press(PlayedWard.BED);
    ward.accept("anna");
    spoken("anna");
    ward.pass(Duration.ofSeconds(5));
    ward.press(PlayedWard.BED);
    assertThat(close()).isEqualTo("close.after.conversation");
  }

  @Test
  void conversationThatNobodyFollowedIsForgottenWhenTheCallComesBack() {
    ward.press(PlayedWard.BED);
    ward.accept("anna");
    spoken("anna");
    ward.pass(Duration.ofMinutes(3));
    assertThat(ward.first().handling().spokenBy()).isNull();
  }

  @Test
  void urgentAlarmsAndWetRoomCallsNeedMoreThanAConversation() {
    ward.press(PlayedWard.CORD);
    ward.accept("anna");
    assertThat(spoken("anna").refusal()).isEqualTo("conversation.call.only");
    PlayedWard other = new PlayedWard();
    var unused = other.began("fall", AlarmClass.URGENT);
    other.accept("anna");
    assertThat(other.give(new Input.SpokenWith(other.first().id(), "anna")).refusal())
        .isEqualTo("conversation.call.only");
    assertThat(other.give(new Input.Close(other.first().id(), "anna", "x")).refusal())
        .isEqualTo("close.when.attended");
  }

  // --- the journey

  @Test
  void deliveryAndSightAreRecordedOnceForAScreen() {
    ward.press(PlayedWard.BED);
    Alarm alarm = ward.first();
    int before = ward.events.size();
    for (int i = 0; i < 3; i++) {
      Step delivered = ward.give(new Input.Delivered(alarm.id(), "station-a"));
      Step seen = ward.give(new Input.Seen(alarm.id(), "station-a", "anna"));
      assertThat(delivered.refusal() + seen.refusal()).isEmpty();
    }
    Step other = ward.give(new Input.Delivered(alarm.id(), "station-b"));
    Step nothing = ward.give(new Input.Seen("nothing", "station-b", "anna"));
    assertThat(other.events()).hasSize(1);
    assertThat(nothing.events()).isEmpty();
    assertThat(ward.events).hasSize(before + 3);
    ward.restartAfter(Duration.ZERO);
    assertThat(ward.give(new Input.Delivered(alarm.id(), "station-a")).events()).isEmpty();
  }

  @Test
  void screensOfAnAlarmAreBounded() {
    ward.press(PlayedWard.BED);
    for (int i = 0; i < 150; i++) {
      Step delivered = ward.give(new Input.Delivered(ward.first().id(), "screen-" + i));
      Step seen = ward.give(new Input.Seen(ward.first().id(), "screen-" + i, "anna"));
      assertThat(delivered.refusal() + seen.refusal()).isEmpty();
    }
    assertThat(ward.eventNames().stream().filter("Delivered"::equals)).hasSize(100);
    assertThat(ward.eventNames().stream().filter("Seen"::equals)).hasSize(100);
  }
}
