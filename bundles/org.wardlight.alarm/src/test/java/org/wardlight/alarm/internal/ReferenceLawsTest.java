package org.wardlight.alarm.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.wardlight.alarm.internal.RandomPlay.Move;
import org.wardlight.alarm.internal.WardAlarms.OpenAlarm;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmEvent.Closed;

/** The machine, told only of what happens and of its own deadlines, against the reference. */
class ReferenceLawsTest {
  private static Map<String, String> picture(PlayedWard ward) {
    Map<String, String> picture = new TreeMap<>();
    for (Alarm a : ward.alarms()) {
      if (Notes.KINDS.contains(a.kind())) {
        picture.put("note " + a.kind() + " " + a.room(), "");
      } else {
        picture.put(
            a.id(),
            a.state()
                + " "
                + Objects.requireNonNullElse(a.acceptedBy(), "")
                + " holds="
                + a.conditionActive()
                + " shelved="
                + a.shelved()
                + (a.calling() ? " " + a.handling().level() + " " + a.handling().called() : ""));
      }
    }
    return picture;
  }

  @Property(tries = 120)
  void machineAgreesWithTheReferenceWheneverItIsLookedAt(@ForAll long seed) {
    Random restarts = new Random(seed);
    RandomPlay play = RandomPlay.of(seed);
    PlayedWard ward = new PlayedWard();
    ReferenceDesk reference = new ReferenceDesk(ward.now);
    for (int i = 0; i < 80; i++) {
      List<Alarm> open =
          ward.alarms().stream().filter(a -> !Notes.KINDS.contains(a.kind())).toList();
      Move move = play.next(ward.now, open);
      if (restarts.nextInt(8) == 0) {
        ward.restartAfter(move.after());
      } else {
        ward.pass(move.after());
      }
      reference.until(ward.now);
      int before = ward.events.size();
      Step unused = ward.give(move.input());
      reference.take(move.input());
      assertThat(picture(ward)).as("after %s at %s", move, ward.now).isEqualTo(reference.picture());
      invariants(ward, move.input(), ward.events.subList(before, ward.events.size()));
    }
  }

  private static void invariants(PlayedWard ward, Input input, List<AlarmEvent> happened) {
    Set<WardAlarms.Place> places = new HashSet<>();
    for (OpenAlarm one : ward.state.alarms().open().values()) {
      Alarm alarm = one.alarm();
      assertThat(places.add(WardAlarms.Place.of(alarm))).isTrue();
      boolean pending = ward.deadline() != null;
      boolean everybody = ward.kinds().contains(Notes.EXHAUSTED);
      assertThat(!alarm.calling() || pending || everybody).as("forgotten: %s", alarm).isTrue();
    }
    for (AlarmEvent event : happened) {
      if (event instanceof Closed closed) {
        Alarm alarm = before(ward, closed);
        assertThat(
                alarm.alarmClass() != AlarmClass.EMERGENCY
                    || input instanceof Input.ResetPressed
                    || input instanceof Input.PresenceRead
                    || input instanceof Input.Conditions
                    || (!alarm.kind().equals(Lifecycle.STAFF_EMERGENCY)
                        && !alarm.conditionActive()))
            .as("emergency ended by %s", input)
            .isTrue();
      }
    }
    WardState folded = WardState.EMPTY;
    for (AlarmEvent event : ward.events) {
      folded = folded.with(event);
    }
    assertThat(folded).isEqualTo(ward.state);
  }

  private static Alarm before(PlayedWard ward, Closed closed) {
    WardState state = WardState.EMPTY;
    Alarm last = null;
    for (AlarmEvent event : ward.events) {
      OpenAlarm one = state.alarms().open().get(closed.alarm());
      last = one == null ? last : one.alarm();
      state = state.with(event);
    }
    return Objects.requireNonNull(last);
  }

  @Property(tries = 50)
  void whatTimeBringsAboutDoesNotDependOnHowOftenItIsLookedAt(@ForAll long seed) {
    PlayedWard seldom = RandomPlay.play(seed, 30);
    PlayedWard often = new PlayedWard();
    seldom.events.forEach(event -> often.state = often.state.with(event));
    often.now = seldom.now;
    for (int i = 0; i < 600; i++) {
      often.now = often.now.plusSeconds(1);
      Step unused = often.give(new Input.TimePassed());
    }
    seldom.pass(Duration.ofMinutes(10));
    assertThat(often.state).isEqualTo(seldom.state);
  }
}
