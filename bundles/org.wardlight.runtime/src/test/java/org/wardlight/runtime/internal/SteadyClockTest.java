package org.wardlight.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.alarm.Reason;
import org.wardlight.testkit.VirtualTime;

class SteadyClockTest {
  private static final Instant NIGHT = Instant.parse("2026-11-22T02:11:00Z");

  private final VirtualTime time = new VirtualTime(NIGHT);
  private final SteadyClock clock = new SteadyClock(time.clock(), time);

  @Test
  void showsTheSystemsTime() {
    time.advance(Duration.ofMinutes(15));
    assertThat(clock.instant()).isEqualTo(NIGHT.plus(Duration.ofMinutes(15)));
    assertThat(clock.lead()).isZero();
  }

  @Test
  void goesOnAsTimeElapsesWhenTheSystemIsSetBack() {
    Instant before = clock.instant();
    time.jump(Duration.ofHours(-1));
    assertThat(clock.instant()).isEqualTo(before);
    time.advance(Duration.ofMinutes(15));
    // One thousandth slower: 0.9 s in a quarter of an hour.
    assertThat(clock.instant()).isEqualTo(before.plus(Duration.ofMinutes(15)).minusMillis(900));
  }

  @Test
  void worksOffASmallLeadAndThenFollowsAgain() {
    time.jump(Duration.ofSeconds(-1));
    time.advance(Duration.ofSeconds(1_100));
    assertThat(clock.instant()).isEqualTo(time.now());
    time.advance(Duration.ofSeconds(10));
    assertThat(clock.instant()).isEqualTo(time.now());
  }

  @Test
  void followsAtOnceWhenTheSystemIsSetForward() {
    time.jump(Duration.ofDays(1));
    assertThat(clock.instant()).isEqualTo(NIGHT.plus(Duration.ofDays(1)));
  }

  @Test
  void neverGoesBackWhateverTheSystemDoes() {
    Instant last = clock.instant();
    for (int hours : List.of(-1, 24, -24, 1, -2, 3)) {
      time.jump(Duration.ofHours(hours));
      for (int i = 0; i < 10; i++) {
        time.advance(Duration.ofMillis(100));
        Instant now = clock.instant();
        assertThat(now).isAfterOrEqualTo(last);
        last = now;
      }
    }
  }

  @Test
  void aLeadIsATechnicalAlarmUntilItIsWorkedOff() {
    List<String> said = new ArrayList<>();
    Faults faults =
        new Faults() {
          @Override
          public void hold(String kind, String subject, Reason reason) {
            said.add("hold " + kind + " " + reason.args().get("lead"));
          }

          @Override
          public void release(String kind, String subject) {
            said.add("release " + kind);
          }
        };
    ClockWatch watch = new ClockWatch(clock, time, faults);
    time.advance(Duration.ofMinutes(1));
    assertThat(said).isEmpty();
    time.jump(Duration.ofSeconds(-6));
    time.advance(Duration.ofMinutes(1));
    assertThat(said).containsExactly("hold clock.differs PT5S");
    time.advance(Duration.ofMinutes(30));
    assertThat(said).containsExactly("hold clock.differs PT5S", "release clock.differs");
    watch.stop();
  }
}
