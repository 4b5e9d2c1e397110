package org.wardlight.field.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wardlight.field.internal.Fixture.LAMP;
import static org.wardlight.field.internal.Fixture.PRESENCE;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.WriteOutcome;
import org.wardlight.api.field.ManualOverride;
import org.wardlight.api.field.Origin;
import org.wardlight.api.field.OutputState;
import org.wardlight.api.field.Overrides.Outcome;
import org.wardlight.api.field.Overrides.Refusal;

final class OverridesTest {
  private final Fixture f = new Fixture();
  private final Building.Desk desk = new Building.Desk();
  private FieldComponent field = f.start();

  @BeforeEach
  void deviceAnswers() {
    field.setFaults(desk);
    f.driver.sample(LAMP, 0);
  }

  private Outcome hold(int point, double value, Duration length, String reason) {
    Instant until = f.time.now().plus(length);
    return field.override(point, value, "eng", until, reason).toCompletableFuture().join();
  }

  private void refused(Refusal why, int point, double value, Duration length, String reason) {
    assertThat(hold(point, value, length, reason))
        .isInstanceOfSatisfying(
            Outcome.Refused.class, refused -> assertThat(refused.why()).isEqualTo(why));
    assertThat(field.overrides()).isEmpty();
  }

  @Test
  void whatIsHeldByHandBeatsRulesAndGivesWayAtItsEnd() {
    field.wish(LAMP, Origin.RULE, 2, "rule");
    assertThat(hold(LAMP, 1, Duration.ofMinutes(5), " lamp test "))
        .isInstanceOf(Outcome.Held.class);
    OutputState held = field.state(LAMP);
    assertThat(held.desired()).isEqualTo(1);
    assertThat(held.why()).isEqualTo("eng: lamp test");

    f.time.advance(Duration.ofMinutes(5).plus(Reconciler.TICK));
    assertThat(field.state(LAMP).origin()).isEqualTo(Origin.RULE);
    assertThat(field.overrides()).isEmpty();
    assertThat(f.overrides.onDisk).isEmpty();
  }

  // A lamp may be tried out while there is nothing to show; it never hides that there is.
  @Test
  void anAlarmIsShownWhateverIsHeldByHand() {
    field.wish(LAMP, Origin.ALARM, 0, "no alarm");
    ManualOverride unused = held(hold(LAMP, 1, Duration.ofMinutes(5), "lamp test"));
    assertThat(field.state(LAMP).desired()).isEqualTo(1);
    field.wish(LAMP, Origin.ALARM, 2, "emergency");
    assertThat(field.state(LAMP).desired()).isEqualTo(2);

    ManualOverride dark = held(hold(LAMP, 0, Duration.ofMinutes(5), "it dazzles"));
    assertThat(dark.value()).isZero();
    assertThat(field.state(LAMP).desired()).isEqualTo(2);
    assertThat(field.state(LAMP).origin()).isEqualTo(Origin.ALARM);
  }

  private static ManualOverride held(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Held.class);
    return ((Outcome.Held) outcome).override();
  }

  @Test
  void itOutlivesARestartButNotItsEnd() {
    ManualOverride kept = held(hold(LAMP, 1, Duration.ofMinutes(5), "lamp test"));
    f.time.advance(Duration.ofMinutes(2));
    field = f.start();
    f.driver.sample(LAMP, 0);
    assertThat(field.overrides()).containsExactly(kept);
    assertThat(field.state(LAMP).origin()).isEqualTo(Origin.MANUAL);

    field.stop();
    f.time.advance(Duration.ofMinutes(4));
    field = f.start();
    assertThat(field.overrides()).isEmpty();
    assertThat(f.overrides.onDisk).isEmpty();
  }

  /** A server that had followed a clock set a day ahead comes back with the right one. */
  @Test
  void wrongClockDoesNotProlongIt() {
    f.time.jump(Duration.ofDays(1));
    ManualOverride unused = held(hold(LAMP, 1, Duration.ofMinutes(5), "lamp test"));
    field.stop();
    f.time.jump(Duration.ofDays(-1));
    field = f.start();
    assertThat(field.overrides())
        .singleElement()
        .matches(one -> one.until().equals(f.time.now().plus(Duration.ofMinutes(5))));
    f.time.advance(Duration.ofMinutes(5).plus(Reconciler.TICK));
    assertThat(field.overrides()).isEmpty();
  }

  @Test
  void releasingLetsTheNextWishThroughAtOnce() {
    field.wish(LAMP, Origin.RULE, 2, "rule");
    ManualOverride unused = held(hold(LAMP, 1, Duration.ofMinutes(5), "lamp test"));
    assertThat(field.release(LAMP, "eng")).isTrue();
    assertThat(field.state(LAMP).desired()).isEqualTo(2);
    assertThat(field.release(LAMP, "eng")).isFalse();
  }

  @Test
  void whatAResidentSetsBeatsRulesButNeverWhatStaffHold() {
    field.wish(LAMP, Origin.RULE, 2, "rule");
    assertThat(field.wished(LAMP, Origin.RULE)).isEqualTo(2);
    assertThat(field.wished(LAMP, Origin.SCHEDULE)).isNaN();
    ManualOverride own = held(residents(1));
    assertThat(field.state(LAMP).desired()).isEqualTo(1);
    assertThat(ManualOverride.residents(own.owner())).isTrue();

    ManualOverride staff = held(hold(LAMP, 2, Duration.ofMinutes(5), "lamp test"));
    assertThat(residents(1))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.why()).isEqualTo(Refusal.HELD_BY_STAFF));
    assertThat(field.overrides()).containsExactly(staff);
    assertThat(field.release(LAMP, "eng")).isTrue();
    assertThat(residents(0)).isInstanceOf(Outcome.Held.class);
  }

  /** What staff have asked for counts before it is on disk: the last one there must be theirs. */
  @Test
  void whatStaffAreAboutToHoldIsNotReplacedEither() {
    CompletableFuture<Boolean> disk = new CompletableFuture<>();
    f.overrides.slow = disk;
    var staff =
        field.override(LAMP, 2, "eng", f.time.now().plus(Duration.ofMinutes(5)), "lamp test");
    assertThat(residents(1)).isInstanceOf(Outcome.Refused.class);
    disk.complete(true);
    ManualOverride unused = held(staff.toCompletableFuture().join());
    assertThat(field.state(LAMP).desired()).isEqualTo(2);
  }

  private Outcome residents(double value) {
    Instant until = f.time.now().plus(Duration.ofHours(8));
    return field
        .override(LAMP, value, ManualOverride.ownerAt("t-1"), until, "bedside terminal")
        .toCompletableFuture()
        .join();
  }

  @Test
  void onlyOutputsWithinTheirBoundsForAWhileAndWithAReason() {
    Duration hour = Duration.ofHours(1);
    refused(Refusal.NOT_AN_OUTPUT, PRESENCE, 1, hour, "x");
    refused(Refusal.NOT_AN_OUTPUT, 99, 1, hour, "x");
    refused(Refusal.OUT_OF_BOUNDS, LAMP, 3, hour, "x");
    refused(Refusal.OUT_OF_BOUNDS, LAMP, 0.5, hour, "x");
    refused(Refusal.BAD_EXPIRY, LAMP, 1, Duration.ofSeconds(59), "x");
    refused(Refusal.BAD_EXPIRY, LAMP, 1, Duration.ofHours(24).plusSeconds(1), "x");
    refused(Refusal.NO_REASON, LAMP, 1, hour, " ");
    f.overrides.broken = true;
    refused(Refusal.NOT_SAVED, LAMP, 1, hour, "x");
    assertThat(field.state(LAMP).status()).isEqualTo(OutputState.Status.IDLE);
  }

  @Test
  void anOutputThatIsRefusedIsOneAlarmUntilItWorks() {
    f.driver.answers(new WriteOutcome.Refused(new DriverFailure.Rejected("exception 2", "no")));
    field.wish(LAMP, Origin.ALARM, 1, "call");
    for (int s = 0; s < 120; s++) {
      f.time.advance(Duration.ofSeconds(1));
      f.driver.sample(LAMP, 0);
    }
    assertThat(desk.raised).containsExactly(Map.entry("output.refused io/lamp", 1));
    f.driver.sample(LAMP, 1);
    assertThat(desk.holding).isEmpty();
  }

  @Test
  void anOutputThatDoesNotObeyIsOneAlarmUntilItDoes() {
    f.driver.obeys(false);
    field.wish(LAMP, Origin.ALARM, 1, "call");
    for (int s = 0; s < 120; s++) {
      f.time.advance(Duration.ofSeconds(1));
      f.driver.sample(LAMP, 0);
    }
    assertThat(desk.raised).containsExactly(Map.entry("output.mismatch io/lamp", 1));
    f.driver.sample(LAMP, 1);
    assertThat(desk.holding).isEmpty();
  }
}
