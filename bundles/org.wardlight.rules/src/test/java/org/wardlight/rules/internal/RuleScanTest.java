package org.wardlight.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What rules may reach: by the scan of the text, and by the class loader should the scan miss. */
class RuleScanTest {
  private static final String HEAD =
      "package rules.some\nimport org.wardlight.api.rule.Reading;\nimport java.util.Map;\n";

  private static RuleFiles rule(String body) {
    return new RuleFiles("some", HEAD + body, "", "");
  }

  private static RuleSources sources(String drl) {
    return new RuleSources(new TreeMap<>(Map.of("some/some.drl", drl)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import java.io.File;",
        "import java.lang.reflect.Method;",
        "import java.util.*;",
        "import static java.lang.Math.abs;",
        "import java.time.Clock;",
        "rule x when eval( System.exit(1) == null ) then end",
        "rule x when Reading( on ) then Runtime.getRuntime().exec(\"id\"); end",
        "rule x when Reading( on ) then new Thread().start(); end",
        "rule x when Reading( on ) then java.nio.file.Files.size(null); end",
        "rule x when Reading( on ) then \"\".getClass().forName(\"x\"); end",
        "rule x when Reading( on ) then Instant.now(); end",
        "rule x when Reading( on ) then insert(new Object()); end",
        "rule x when Reading( on ) then drools.halt(); end",
        "rule x when Reading( on ) then Sys\\u0074em.exit(1); end",
        "rule x timer (int: 1s) when Reading( on ) then end",
        "rule x dialect \"mvel\" when Reading( on ) then end",
        "global java.util.List list"
      })
  void whatLeadsOutOfARuleIsRefusedWithItsLine(String body) {
    assertThat(RuleScan.of(rule("\n" + body)).problems())
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem.line()).isEqualTo(5));
  }

  @Test
  void commentsAndTextsMayNameAnything() {
    assertThat(
            RuleScan.of(rule("// System.exit\n/* Thread */\nrule \"now\" when then end"))
                .problems())
        .isEmpty();
  }

  @Test
  void theShippedRulesReachNothingTheyMustNot() {
    assertThat(ShippedRules.COMPILED.sources().rules())
        .allSatisfy(rule -> assertThat(RuleScan.of(rule).problems()).isEmpty());
  }

  @Test
  void readingsAreAskedForByTheKindThatStandsFirst() {
    RuleScan scan =
        RuleScan.of(
            rule(
                "rule a when Reading( kind == \"a\", on ) not Reading( kind in (\"b\", \"c\") )"
                    + " then end"));
    assertThat(scan.kinds()).containsExactly("a", "b", "c");
    assertThat(RuleScan.of(rule("rule a when Reading( on ) then end")).kinds()).isNull();
    assertThat(RuleScan.of(rule("rule a when Reading( kind == $k ) then end")).kinds()).isNull();
    assertThat(RuleScan.of(rule("rule a when Object() then end")).kinds()).isNull();
  }

  /** Such a rule would work until the first bed is empty, and then fail for its whole ward. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "kind == \"a\", home.shared",
        "kind == \"a\", resident.night, resident != null",
        "kind == \"a\", $limit : home.bathroomLimit, on",
        "kind == \"a\", resident != null, !home.shared",
        "kind == \"a\", $home : home"
      })
  void whatAReadingMayLackIsAskedForFirst(String pattern) {
    assertThat(RuleScan.of(rule("rule a when Reading( " + pattern + " ) then end")).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("!= null"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kind == \"a\", home != null, !home.shared",
        "kind == \"a\", $who : resident != null, resident.night, $home : home != null",
        "kind == \"a\", home == null"
      })
  void whoAsksFirstMayAskFurther(String pattern) {
    assertThat(RuleScan.of(rule("rule a when Reading( " + pattern + " ) then end")).problems())
        .isEmpty();
  }

  /** A consequence that asks the whole fact would not hear of a change that the pattern ignores. */
  @Test
  void aVariableForAWholeFactIsRefused() {
    assertThat(
            RuleScan.of(rule("rule x when $r : Reading( kind == \"bed.occupied\" ) then end"))
                .problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("not all of it"));
    assertThat(
            RuleScan.of(
                    rule("rule x when Reading( kind == \"bed.occupied\", $s : since ) then end"))
                .problems())
        .isEmpty();
  }

  /** The scan is told to look away: the compiler's class loader must still refuse. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "System.exit(3);",
        "Runtime.getRuntime();",
        "new Thread();",
        "java.nio.file.Path.of(\"x\");"
      })
  void aConsequenceThatGetsPastTheScanDoesNotCompile(String statement) {
    String drl = HEAD + "rule \"x\" when Reading( on ) then " + statement + " end\n";
    assertThatThrownBy(() -> RuleSet.compileUnchecked(sources(drl)))
        .isInstanceOf(RuleSetException.class)
        .hasMessageContaining("some/some.drl");
  }

  @Test
  void whatHonestRulesUseCompiles() throws RuleSetException {
    String drl =
        HEAD
            + """
            import java.time.Instant;
            import java.time.temporal.ChronoUnit;
            declare Warm
              room : String @key
              much : double
            end
            function String words(double much, Instant since) {
              StringBuilder text = new StringBuilder();
              for (int i = 0; i < 3; i++) { text.append("x" + i + much); }
              return String.format("%.1f", much) + since.truncatedTo(ChronoUnit.MINUTES) + text;
            }
            rule "warm"
            when
              Reading( kind == "bedroom.temperature", value > 20.5, $room : room, $v : value )
              accumulate( Reading( kind == "bedroom.temperature", room == $room, $o : value );
                $max : max($o), $n : count($o) )
              Reading( kind == "bed.occupied", room == $room, $since : since )
            then
              String said = words($v, $since) + $max + Math.round($v) + Map.of("n", $n);
              insertLogical( new Warm($room, said.length()) );
            end
            """;
    assertThat(RuleSet.compile(sources(drl)).kinds(Set.of()))
        .containsExactlyInAnyOrder("bedroom.temperature", "bed.occupied");
  }
}
