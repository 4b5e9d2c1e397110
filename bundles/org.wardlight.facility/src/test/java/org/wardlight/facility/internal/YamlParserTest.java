package org.wardlight.facility.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wardlight.api.space.ConfigurationProblem;
import org.wardlight.facility.internal.Yaml.Mapping;
import org.wardlight.facility.internal.Yaml.Scalar;

class YamlParserTest {
  private final Problems problems = new Problems();

  private @Nullable Yaml parse(String text) {
    return YamlParser.parse("f", text, problems);
  }

  private @Nullable Object valueOf(String text) {
    return parse("k: " + text) instanceof Mapping mapping
            && mapping.fields().values().iterator().next().value() instanceof Scalar scalar
        ? scalar.value()
        : "unreadable";
  }

  @Test
  void plainWordsMeanWhatYaml12Says() {
    assertThat(valueOf("true")).isEqualTo(true);
    assertThat(valueOf("off")).isEqualTo("off");
    assertThat(valueOf("no")).isEqualTo("no");
    assertThat(valueOf("12")).isEqualTo(12);
    assertThat(valueOf("3000000000")).isEqualTo(3_000_000_000L);
    assertThat(valueOf("-0.5")).isEqualTo(-0.5);
    assertThat(valueOf("010")).isEqualTo("010");
    assertThat(valueOf("06:00")).isEqualTo("06:00");
    assertThat(valueOf("\"12\"")).isEqualTo("12");
    assertThat(valueOf("~")).isNull();
    assertThat(problems.none()).isTrue();
  }

  @Test
  void aliasesThatMultiplyAreRefusedBeforeTheyFillTheMemory() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String earlier = "*a" + (i - 1);
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, (earlier + ", ").repeat(9) + earlier));
    }
    assertThat(parse(bomb.toString())).isNull();
    assertThat(problems.sorted())
        .extracting(ConfigurationProblem::message)
        .containsExactly("more than 500000 values: split the file or use fewer aliases");
  }

  @Test
  void aliasWithinItselfIsRefused() {
    assertThat(parse("a: &a [*a]")).isNull();
    assertThat(problems.sorted())
        .extracting(ConfigurationProblem::toString)
        .containsExactly("f:1:8: no '&a' stands complete before this");
  }

  @Test
  void deepNestingIsRefusedBeforeTheStackOverflows() {
    assertThat(parse("[".repeat(1_000_000))).isNull();
    assertThat(problems.sorted())
        .extracting(ConfigurationProblem::toString)
        .containsExactly("f:1:32: nested more than 30 levels deep");
  }

  @Test
  void forbiddenCharacterIsTold() {
    assertThat(parse("a: b\nc: \u0000")).isNull();
    assertThat(problems.sorted())
        .extracting(ConfigurationProblem::toString)
        .containsExactly("f:2:4: the character U+0000 is not allowed in YAML: remove it");
  }

  @Test
  void duplicateKeyIsToldAtTheSecondAndTheFirstCounts() {
    assertThat(parse("a: 1\nb: 2\na: 3")).isNotNull();
    assertThat(problems.sorted())
        .extracting(ConfigurationProblem::toString)
        .containsExactly("f:3:1: `a` is already set in line 1: remove one of the two");
  }
}
