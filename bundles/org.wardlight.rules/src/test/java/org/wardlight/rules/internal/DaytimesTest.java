package org.wardlight.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wardlight.api.rule.Daytime;
import org.wardlight.api.space.Ward;

class DaytimesTest {
  private static Ward ward(String day, String night) {
    return new Ward(
        "w", "W", "", LocalTime.parse(day), LocalTime.parse(night), List.of(), List.of());
  }

  private static Instant berlin(String local) {
    return LocalDateTime.parse(local).atZone(TestWard.BERLIN).toInstant();
  }

  private static Daytime at(Ward ward, Instant now) {
    return Daytimes.at(now, ward, TestWard.BERLIN);
  }

  @Test
  void nightBeginsAtItsBoundaryAndLastsUntilDay() {
    Ward ward = ward("06:00", "22:00");
    assertThat(at(ward, berlin("2026-11-22T21:59:59")))
        .isEqualTo(new Daytime(false, berlin("2026-11-22T06:00")));
    assertThat(at(ward, berlin("2026-11-22T22:00")))
        .isEqualTo(new Daytime(true, berlin("2026-11-22T22:00")));
    assertThat(at(ward, berlin("2026-11-23T05:59:59")))
        .isEqualTo(new Daytime(true, berlin("2026-11-22T22:00")));
  }

  @Test
  void bothNightsOfTheClockChangeHaveOneNightEach() {
    Ward ward = ward("06:00", "22:00");
    for (String morning : List.of("2026-03-29T05:59:59", "2026-10-25T05:59:59")) {
      assertThat(at(ward, berlin(morning)).night()).isTrue();
      assertThat(at(ward, berlin(morning).plusSeconds(1)).night()).isFalse();
    }
    assertThat(
            Duration.between(
                at(ward, berlin("2026-10-25T03:00")).since(),
                at(ward, berlin("2026-10-25T06:00")).since()))
        .isEqualTo(Duration.ofHours(9));
    assertThat(
            Duration.between(
                at(ward, berlin("2026-03-29T03:00")).since(),
                at(ward, berlin("2026-03-29T06:00")).since()))
        .isEqualTo(Duration.ofHours(7));
  }

  /** 02:30 comes twice in October: night must not come back after day has begun. */
  @Test
  void aBoundaryInTheRepeatedHourCountsOnce() {
    Ward ward = ward("02:30", "22:00");
    Instant first = berlin("2026-10-25T02:30");
    for (int minute = 0; minute < 180; minute++) {
      assertThat(at(ward, first.plus(Duration.ofMinutes(minute))))
          .isEqualTo(new Daytime(false, first));
    }
  }

  @Test
  void awayFromClockChangesItIsWhatTheWardSays() {
    for (Ward ward : List.of(ward("06:00", "22:00"), ward("07:30", "00:15"))) {
      Instant start = berlin("2026-11-20T00:00");
      for (int minute = 0; minute < 3 * 24 * 60; minute += 5) {
        Instant now = start.plus(Duration.ofMinutes(minute));
        assertThat(at(ward, now).night())
            .isEqualTo(ward.isNight(now.atZone(TestWard.BERLIN).toLocalTime()));
      }
    }
  }

  /**
   * Half hours of two weeks around both clock changes, with a boundary in the strange hour, too.
   */
  @Test
  void nothingChangesBeforeTheNextBoundaryAndSomethingWithIt() {
    for (Ward ward : List.of(ward("06:00", "22:00"), ward("02:30", "22:00"))) {
      for (String start : List.of("2026-03-22T00:10", "2026-10-18T00:10")) {
        for (int half = 0; half < 2 * 24 * 14; half++) {
          Instant now = berlin(start).plus(Duration.ofMinutes(30L * half));
          Instant until = Daytimes.until(now, ward, TestWard.BERLIN);
          assertThat(until).isAfter(now);
          assertThat(at(ward, until.minusMillis(1))).isEqualTo(at(ward, now));
          assertThat(at(ward, until)).isEqualTo(new Daytime(!at(ward, now).night(), until));
        }
      }
    }
  }
}
