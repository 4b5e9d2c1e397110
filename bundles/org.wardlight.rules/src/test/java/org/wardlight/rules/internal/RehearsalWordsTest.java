package org.wardlight.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardlight.rules.internal.RehearsalWords.UsageException;

class RehearsalWordsTest {
  private static RehearsalWords words(String... more) throws UsageException {
    List<String> all =
        new ArrayList<>(List.of("--from", "2026-11-21T00:00:00Z", "--to", "2026-11-22T00:00:00Z"));
    all.addAll(List.of(more));
    return RehearsalWords.of(
        RehearsalWords.split(all, Set.of("--from", "--to", "--room", "--limit")));
  }

  @Test
  void limitsAreReadByResidentAndName() throws UsageException {
    RehearsalWords said =
        words(
            "rules",
            "--room",
            "203",
            "--limit",
            "r-203.bathroom-limit-night=25min",
            "--limit",
            "r-203.comfort-day=22.5",
            "--limit",
            "house.b.204.rises-by=09:30");
    assertThat(said.directory()).isEqualTo(Path.of("rules"));
    assertThat(said.rooms()).containsExactly("203");
    assertThat(said.limits())
        .isEqualTo(
            Map.of(
                "r-203", Map.of("bathroom-limit-night", "25min", "comfort-day", "22.5"),
                "house.b.204", Map.of("rises-by", "09:30")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"r-203", "r-203.x", "r-203=x", ".x=1", "r-203.=1", "r-203.x=", "=", "."})
  void whatIsNoLimitIsShownAsOne(String given) {
    assertThatThrownBy(() -> words("--limit", given))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("r-203.bathroom-limit-night=25min, not " + given);
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> words("--limit", "r.x=1", "--limit", "r.x=2"))
        .hasMessage("r.x is given twice");
    assertThatThrownBy(() -> words("a", "b")).hasMessageContaining("a b");
    assertThatThrownBy(() -> words("--colour", "red")).hasMessage("--colour?");
    assertThatThrownBy(() -> words("--room")).hasMessage("--room needs a value");
    assertThatThrownBy(() -> words("--to", "tomorrow")).hasMessageContaining("--to needs");
  }
}
