package org.wardlight.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RingTest {
  private final Ring ring = new Ring();

  @Test
  void givesExactlyWhatCameAfterOrNothing() {
    ring.add("1");
    ring.add("2");
    ring.add("3");
    assertThat(ring.after(0)).containsExactly("1", "2", "3");
    assertThat(ring.after(2)).containsExactly("3");
    assertThat(ring.after(3)).isEmpty();
    assertThat(ring.after(4)).isNull();
    assertThat(ring.after(-1)).isNull();
  }

  @Test
  void forgetsTheOldestByNumberAndBySize() {
    for (int i = 1; i <= Ring.MOST_DELTAS + 1; i++) {
      ring.add("" + i);
    }
    assertThat(ring.after(0)).isNull();
    assertThat(ring.after(1)).hasSize(Ring.MOST_DELTAS).startsWith("2");
    ring.add("x".repeat(4 * 1024 * 1024));
    assertThat(ring.after(ring.last() - 1)).hasSize(1);
    assertThat(ring.after(ring.last() - 2)).isNull();
  }
}
