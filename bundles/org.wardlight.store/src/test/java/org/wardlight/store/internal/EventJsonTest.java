package org.wardlight.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.Episode;
import org.wardlight.api.alarm.EpisodeMark;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.alarm.Shelving;

class EventJsonTest {
  private static final Instant AT = Instant.parse("2026-11-22T02:11:00.250000007Z");
  private static final Reason REASON =
      new Reason("bathroom.dwell", Map.of("since", "2026-11-22T02:11:00Z", "limit", "PT15M"));
  private static final String ID = "bathroom.dwell@203/bathroom@2026-11-22T02:11:00Z";

  static Stream<AlarmEvent> events() {
    return Stream.of(
        new AlarmEvent.Raised(
            AT,
            "ward-a",
            ID,
            "k",
            AlarmClass.URGENT,
            "203",
            "203/bathroom",
            AT,
            REASON,
            true,
            false),
        new AlarmEvent.Repeated(AT, "ward-a", ID, true, Reason.of("no.arguments")),
        new AlarmEvent.Reclassified(AT, "ward-a", ID, AlarmClass.ADVISORY, REASON),
        new AlarmEvent.Returned(AT, "ward-a", ID),
        new AlarmEvent.Accepted(AT, "ward-a", ID, "anna"),
        new AlarmEvent.Attended(AT, "ward-a", ID),
        new AlarmEvent.Unattended(AT, "ward-a", ID),
        new AlarmEvent.Closed(AT, "ward-a", ID, "anna", "sie \"schläft\" \\ 睡着了\n\u0001 😀"),
        new AlarmEvent.Presence(AT, "ward-a", "203", true),
        new AlarmEvent.Escalated(AT, "ward-a", ID, 2, "house", AT),
        new AlarmEvent.Realerted(AT, "ward-a", ID, AT),
        new AlarmEvent.SpokenWith(AT, "ward-a", ID, "anna"),
        new AlarmEvent.Shelved(AT, "ward-a", ID, "s", AT),
        new AlarmEvent.Unshelved(AT, "ward-a", ID, true, AT),
        new AlarmEvent.Delivered(AT, "ward-a", ID, "station-a"),
        new AlarmEvent.Seen(AT, "ward-a", ID, "station-a", "anna"),
        new AlarmEvent.WalkTestTicked(AT, "ward-a", ID, "t", "203-io/callBed"),
        new AlarmEvent.ShelvingBegan(
            AT, "ward-a", "s", Shelving.Type.BYPASS, "k", "203", "anna", "mat is wet", AT),
        new AlarmEvent.ShelvingEnded(AT, "ward-a", "s", "expiry"),
        new AlarmEvent.DutyBegan(AT, "ward-a", "anna", "house"),
        new AlarmEvent.DutyEnded(AT, "ward-a", "anna", "anna"),
        new AlarmEvent.WalkTestBegan(AT, "ward-a", "t", "", "ben", AT),
        new AlarmEvent.WalkTestEnded(AT, "ward-a", "t", "ben"),
        new AlarmEvent.HandedOver(AT, "ward-a", "anna", "quiet night", 1, 0, 2),
        new AlarmEvent.CalledFrom(AT, "ward-a", ID, "t-1", "窗边 1"),
        new AlarmEvent.TerminalPaired(AT, "ward-a", "t-1", "窗边 1", "203/bed", "anna"),
        new AlarmEvent.TerminalRevoked(AT, "ward-a", "t-1", "窗边 1", "203/bed", "ben"),
        new AlarmEvent.LimitChanged(
            AT, "ward-a", "r-203", "bathroom-limit-night", "15min", "25min", "anna", "ill", AT),
        new AlarmEvent.LimitChanged(
            AT, "ward-a", "r-203", "path-light", "true", "false", "anna", "dazzles", null),
        new AlarmEvent.EpisodeBegan(AT, "ward-a", "e", "night.path", "203", "203/bed", "r-203", AT),
        new AlarmEvent.EpisodeMarked(AT, "ward-a", "e", "203", EpisodeMark.PATH_LIGHT, AT),
        episode("203", AT, EpisodeMark.RETURN_MISSING, Episode.Outcome.STEP_MISSING),
        episode("203", AT, null, Episode.Outcome.UNKNOWN));
  }

  static AlarmEvent.EpisodeEnded episode(
      String room, Instant since, @Nullable EpisodeMark missing, Episode.Outcome outcome) {
    return new AlarmEvent.EpisodeEnded(
        since.plusSeconds(600),
        "ward-a",
        "night.path@" + room + "/bed@" + since,
        "night.path",
        room,
        room + "/bed",
        "r-" + room,
        since,
        null,
        since.plusSeconds(60),
        since.plusSeconds(300),
        missing == null ? since.plusSeconds(600) : null,
        null,
        missing,
        true,
        false,
        since.plusSeconds(600),
        outcome);
  }

  @Test
  void whatHoldsAnAlarmBackFromTheFirstComesBack() {
    AlarmEvent event =
        new AlarmEvent.Raised(
            AT,
            "ward-a",
            ID,
            "k",
            AlarmClass.URGENT,
            "203",
            "203/bathroom",
            AT,
            REASON,
            true,
            false,
            "shelving",
            AT,
            "test");
    assertThat(EventJson.read(EventJson.write(event))).isEqualTo(event);
  }

  @ParameterizedTest
  @MethodSource("events")
  void everyEventComesBackAsItWas(AlarmEvent event) {
    assertThat(EventJson.read(EventJson.write(event))).isEqualTo(event);
  }

  @Test
  void everyTypeOfEventIsTested() {
    assertThat(events().map(Object::getClass).distinct().count())
        .isEqualTo(AlarmEvent.class.getPermittedSubclasses().length);
  }

  @Test
  void theFormIsFixed() {
    // Golden text: the hashes of every journal in the field rest on it.
    assertThat(EventJson.write(new AlarmEvent.Repeated(AT, "ward-a", "a", true, REASON)))
        .isEqualTo(
            "{\"type\":\"Repeated\",\"at\":\"2026-11-22T02:11:00.250000007Z\",\"ward\":\"ward-a\","
                + "\"alarm\":\"a\",\"conditionActive\":true,\"reason\":{\"key\":\"bathroom.dwell\","
                + "\"args\":{\"limit\":\"PT15M\",\"since\":\"2026-11-22T02:11:00Z\"}}}");
  }

  @Test
  void anythingElseIsRefused() {
    for (String text : new String[] {"", "{}", "[]", "{\"type\":\"Nothing\"}", "{\"type\":\"Ret"}) {
      assertThatThrownBy(() -> EventJson.read(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
