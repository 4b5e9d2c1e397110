package org.wardlight.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.wardlight.api.space.Facility;
import org.wardlight.rules.internal.InlineRules;
import org.wardlight.sim.Main;

/** Days and weeks of a small house; {@code docs/simulation.md} says what is judged. */
class CourseTest {
  private static final Path ROOT = Path.of("../..");
  private static final Facility DEMO = Main.read(ROOT.resolve("device-configs/facilities/demo"));
  private static final InlineRules.Compiled RULES =
      InlineRules.Compiled.read(ROOT.resolve("rules-drl"));

  private static Course course(int rooms, String start, long seed) {
    return new Course(
        new Course.Plan(Houses.first(DEMO, rooms), RULES, Instant.parse(start), seed));
  }

  private static void holds(Course course, Duration time) {
    course.run(time);
    assertThat(course.complaints()).isEmpty();
    // Laws that were never put to the test hold as well.
    assertThat(course.presses()).isPositive();
    assertThat(course.longStays()).isPositive();
    assertThat(course.ways()).isPositive();
  }

  @Test
  void everyLawHoldsInTheWeekInWhichTheNightIsAnHourLonger() {
    holds(course(4, "2026-10-22T10:00:00Z", 1), Duration.ofDays(7));
  }

  @Test
  void everyLawHoldsAroundTheNightThatIsAnHourShorter() {
    holds(course(4, "2027-03-27T10:00:00Z", 2), Duration.ofDays(2));
  }

  @Test
  void theSameSeedGivesTheSameJournalAndAnotherOneAnother() {
    Course once = course(2, "2026-11-22T10:00:00Z", 3);
    once.run(Duration.ofDays(1));
    Course again = course(2, "2026-11-22T10:00:00Z", 3);
    again.run(Duration.ofDays(1));
    Course other = course(2, "2026-11-22T10:00:00Z", 4);
    other.run(Duration.ofDays(1));
    assertThat(once.events()).isPositive();
    assertThat(again.hash()).isEqualTo(once.hash());
    assertThat(other.hash()).isNotEqualTo(once.hash());
  }
}
