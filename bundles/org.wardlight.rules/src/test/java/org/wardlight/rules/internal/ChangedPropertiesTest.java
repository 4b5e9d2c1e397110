package org.wardlight.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.wardlight.api.point.Quality;
import org.wardlight.api.rule.Daytime;
import org.wardlight.api.rule.Reading;

class ChangedPropertiesTest {
  private static final Instant LATER = Instant.EPOCH.plusSeconds(1);

  private static final Reading UNREAD =
      new Reading(
          1,
          "bed.occupied",
          "101",
          "101/bed",
          Double.NaN,
          Quality.BAD,
          Instant.EPOCH,
          new Daytime(true, Instant.EPOCH),
          null,
          null);
  private static final Reading EMPTY = UNREAD.with(0, Quality.GOOD, Instant.EPOCH);

  private static String[] between(Reading before, Reading now) {
    return ChangedProperties.between(before, now);
  }

  @Test
  void whatIsTheSameHasNotChanged() {
    assertThat(between(UNREAD, UNREAD)).isEmpty();
    assertThat(between(EMPTY, EMPTY.with(0, Quality.GOOD, Instant.EPOCH))).isEmpty();
  }

  /** A rule that asks for {@code known} must see the first value, whatever it is. */
  @Test
  void theFirstValueChangesWhatIsKnown() {
    assertThat(between(UNREAD, EMPTY))
        .containsExactlyInAnyOrder("value", "off", "known", "quality");
    assertThat(between(UNREAD, UNREAD.with(1, Quality.BAD, LATER)))
        .containsExactlyInAnyOrder("value", "on", "known", "since");
  }

  @Test
  void aBedThatIsFilledIsOnAndNoLongerOff() {
    assertThat(between(EMPTY, EMPTY.with(1, Quality.GOOD, LATER)))
        .containsExactlyInAnyOrder("value", "on", "off", "since");
  }

  @Test
  void aNumberThatGrowsStaysOn() {
    Reading warm = EMPTY.with(20, Quality.GOOD, Instant.EPOCH);
    assertThat(between(warm, warm.with(21, Quality.GOOD, LATER)))
        .containsExactlyInAnyOrder("value", "since");
    assertThat(between(warm, warm.with(20, Quality.STALE, Instant.EPOCH)))
        .containsExactlyInAnyOrder("quality");
  }
}
