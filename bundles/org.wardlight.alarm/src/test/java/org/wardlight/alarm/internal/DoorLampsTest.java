package org.wardlight.alarm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmDesk;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.field.Origin;
import org.wardlight.api.field.OutputState;
import org.wardlight.api.field.Outputs;
import org.wardlight.api.space.Facility;

/** What the lamps over the doors are wished to show. */
class DoorLampsTest {
  private static final Instant AT = Instant.parse("2026-11-22T02:00:00Z");
  private final List<Alarm> open = new ArrayList<>();
  private int looks;
  private final Map<String, Instant> present = new LinkedHashMap<>();
  private final Map<String, Double> wishes = new LinkedHashMap<>();
  private Facility facility = House.of("203", "204");
  private final DoorLamps lamps = new DoorLamps(new FakeDesk(), () -> facility, new FakeOutputs());

  /** After a restart a lamp may still burn for an alarm that has long been closed. */
  @Test
  void atTheStartEveryLampIsWishedTheDarkOnesToo() {
    open.add(alarm("203", AlarmClass.CALL, "203/bedroom"));
    lamps.showAll();
    assertThat(wishes)
        .isEqualTo(
            Map.of(
                "203/lamp.red", 1.0,
                "203/lamp.green", 0.0,
                "203/lamp.white", 0.0,
                "204/lamp.red", 0.0,
                "204/lamp.green", 0.0,
                "204/lamp.white", 0.0));
  }

  @Test
  void anAnnouncementChangesTheLampsOfItsRoomOnly() {
    lamps.showAll();
    wishes.clear();
    Alarm emergency = alarm("203", AlarmClass.EMERGENCY, "203/bathroom");
    open.add(emergency);
    announce(new AlarmEvent.Attended(AT, "ward-a", emergency.id()), emergency);
    assertThat(wishes)
        .isEqualTo(Map.of("203/lamp.red", 2.0, "203/lamp.green", 0.0, "203/lamp.white", 1.0));
  }

  @Test
  void presenceLightsGreenAndItsEndDarkensIt() {
    lamps.showAll();
    present.put("204", AT);
    lamps.announce(new JournalEntry(1, new AlarmEvent.Presence(AT, "ward-a", "204", true)), null);
    assertThat(wishes).containsEntry("204/lamp.green", 1.0).containsEntry("203/lamp.green", 0.0);
    present.clear();
    lamps.announce(new JournalEntry(2, new AlarmEvent.Presence(AT, "ward-a", "204", false)), null);
    assertThat(wishes).containsEntry("204/lamp.green", 0.0);
  }

  @Test
  void anotherFacilityHasAllItsLampsWishedAnew() {
    lamps.showAll();
    wishes.clear();
    facility = House.of("203", "205");
    Alarm call = alarm("203", AlarmClass.CALL, "203/bedroom");
    open.add(call);
    announce(new AlarmEvent.Accepted(AT, "ward-a", call.id(), "anna"), call);
    assertThat(wishes).hasSize(6).containsEntry("203/lamp.red", 1.0).containsKey("205/lamp.red");
  }

  /** Thousands of silent devices are announced one by one: looking through all each time stalls. */
  @Test
  void announcementsDoNotLookThroughAllOpenAlarms() {
    lamps.showAll();
    Alarm call = alarm("203", AlarmClass.CALL, "203/bedroom");
    announce(new AlarmEvent.Attended(AT, "ward-a", call.id()), call);
    assertThat(wishes).containsEntry("203/lamp.red", 1.0);
    AlarmDraft closed = new AlarmDraft(call);
    closed.state = Alarm.State.CLOSED;
    announce(new AlarmEvent.Closed(AT, "ward-a", call.id(), "anna", "done"), closed.alarm());
    assertThat(wishes).containsEntry("203/lamp.red", 0.0);
    assertThat(looks).isEqualTo(1);
  }

  /** One lamp that is configured wrongly must not darken the others. */
  @Test
  void aLampThatCannotBeWishedLeavesTheOthers() {
    facility = House.of("unwritable", "204");
    open.add(alarm("204", AlarmClass.CALL, "204/bedroom"));
    lamps.showAll();
    assertThat(wishes).containsEntry("204/lamp.red", 1.0).hasSize(3);
  }

  private void announce(AlarmEvent event, Alarm after) {
    lamps.announce(new JournalEntry(1, event), after);
  }

  private static Alarm alarm(String room, AlarmClass alarmClass, String space) {
    return AlarmDraft.raised(
        new AlarmEvent.Raised(
            AT, "ward-a", "id", "k", alarmClass, room, space, AT, Reason.of("r"), false, true));
  }

  private final class FakeOutputs implements Outputs {
    @Override
    public void wish(int point, Origin origin, double value, String why) {
      assertThat(origin).isEqualTo(Origin.ALARM);
      String name = facility.points().get(point).name();
      if (name.startsWith("unwritable")) {
        throw new IllegalArgumentException("not writable");
      }
      wishes.put(name, value);
    }

    @Override
    public void withdraw(int point, Origin origin) {
      throw new UnsupportedOperationException("the lamps withdraw nothing");
    }

    @Override
    public double wished(int point, Origin origin) {
      throw new UnsupportedOperationException("the lamps ask for nothing");
    }

    @Override
    public OutputState state(int point) {
      throw new UnsupportedOperationException("the lamps ask for nothing");
    }
  }

  private final class FakeDesk implements AlarmDesk {
    @Override
    public List<Alarm> open() {
      looks++;
      return List.copyOf(open);
    }

    @Override
    public Alarm find(String alarmId) {
      throw new UnsupportedOperationException("the lamps look for no alarm");
    }

    @Override
    public Map<String, Instant> present() {
      return Map.copyOf(present);
    }

    @Override
    public CompletionStage<ActionOutcome> accept(String alarmId, String user) {
      throw new UnsupportedOperationException("the lamps only look");
    }

    @Override
    public CompletionStage<ActionOutcome> spokenWith(String alarmId, String user) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<ActionOutcome> close(String alarmId, String user, String reason) {
      throw new UnsupportedOperationException("the lamps only look");
    }
  }
}
