package org.wardlight.alarm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wardlight.alarm.internal.Lamps.Light;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent.Raised;
import org.wardlight.api.alarm.Reason;

class LampsTest {
  private static final Instant AT = Instant.parse("2026-11-22T02:00:00Z");

  private static Alarm alarm(AlarmClass alarmClass, String space, boolean wetRoomOnly) {
    return AlarmDraft.raised(
        new Raised(
            AT, "w", "id", "k", alarmClass, "203", space, AT, Reason.of("r"), wetRoomOnly, true));
  }

  private static Lamps lamps(boolean present, Alarm... alarms) {
    return Lamps.of(List.of(alarms), present, "203/bathroom"::equals);
  }

  @Test
  void quietRoomIsDark() {
    assertThat(lamps(false)).isEqualTo(new Lamps(Light.OFF, Light.OFF, Light.OFF));
  }

  @Test
  void callIsRedAndPresenceIsGreen() {
    assertThat(lamps(true, alarm(AlarmClass.CALL, "203/bedroom", false)))
        .isEqualTo(new Lamps(Light.STEADY, Light.STEADY, Light.OFF));
  }

  @Test
  void emergencyFlashesWhateverElseIsOpen() {
    Alarm call = alarm(AlarmClass.CALL, "203/bedroom", false);
    Alarm emergency = alarm(AlarmClass.EMERGENCY, "203/bedroom", false);
    assertThat(lamps(false, call, emergency).red()).isEqualTo(Light.FLASHING);
    assertThat(lamps(false, emergency, call).red()).isEqualTo(Light.FLASHING);
  }

  @Test
  void whatIsAboutTheWetRoomIsWhiteToo() {
    assertThat(lamps(false, alarm(AlarmClass.URGENT, "203/bathroom", false)).white())
        .isEqualTo(Light.STEADY);
    assertThat(lamps(false, alarm(AlarmClass.URGENT, "203/x", true)).white())
        .isEqualTo(Light.STEADY);
  }

  @Test
  void advisoryAndTechnicalLightNothing() {
    assertThat(
            lamps(
                false,
                alarm(AlarmClass.ADVISORY, "203/bathroom", false),
                alarm(AlarmClass.TECHNICAL, "203/bathroom", false)))
        .isEqualTo(new Lamps(Light.OFF, Light.OFF, Light.OFF));
  }
}
