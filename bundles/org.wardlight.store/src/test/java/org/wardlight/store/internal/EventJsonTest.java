package org.wardlight.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.Reason;

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
        new AlarmEvent.Presence(AT, "ward-a", "203", true));
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
