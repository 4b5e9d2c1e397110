package org.wardlight.facility.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class DidYouMeanTest {
  @Property(tries = 300)
  void distanceIsZeroForTheSameWordOnlyAndTheSameBothWays(
      @ForAll @AlphaChars @StringLength(max = 12) String a,
      @ForAll @AlphaChars @StringLength(max = 12) String b) {
    assertThat(DidYouMean.distance(a, b) == 0).isEqualTo(a.equals(b));
    assertThat(DidYouMean.distance(a, b)).isEqualTo(DidYouMean.distance(b, a));
    assertThat(DidYouMean.distance(a, b))
        .isBetween(Math.abs(a.length() - b.length()), Math.max(a.length(), b.length()));
  }

  @Property(tries = 300)
  void whatIsMeantIsAlwaysAKnownWordOrNothing(
      @ForAll @StringLength(max = 12) String word,
      @ForAll @Size(max = 6) Set<@AlphaChars @StringLength(min = 1, max = 12) String> known) {
    String closest = DidYouMean.closest(word, known);
    assertThat(closest.isEmpty() || known.contains(closest)).isTrue();
  }

  @Property(tries = 300)
  void oneWrongLetterInALongerWordIsUnderstood(
      @ForAll @AlphaChars @StringLength(min = 4, max = 20) String word) {
    String wrong = "-" + word.substring(1);
    assertThat(DidYouMean.closest(wrong, Set.of(word))).isEqualTo(word);
  }

  @Test
  void swappedLettersCountOnce() {
    assertThat(DidYouMean.distance("bathroom", "bahtroom")).isEqualTo(1);
  }

  @Test
  void caseAndUnderscoresAreNoDifference() {
    assertThat(DidYouMean.closest("High_Dependency", List.of("nursing", "high-dependency")))
        .isEqualTo("high-dependency");
  }

  @Test
  void shortWordsAreNotGuessedFromNothing() {
    assertThat(DidYouMean.closest("C", List.of("", "%", "V", "°C"))).isEqualTo("°C");
    assertThat(DidYouMean.among("xyz", List.of("a", "b"))).isEqualTo(": known are `a`, `b`");
  }
}
