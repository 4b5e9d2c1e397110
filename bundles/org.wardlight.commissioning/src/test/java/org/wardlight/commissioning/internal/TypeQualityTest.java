package org.wardlight.commissioning.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each device type says how far it has been brought; what can be checked is. */
class TypeQualityTest {
  /** The rules, as docs/write-a-device-type.md explains them. */
  private static final List<String> RULES =
      List.of(
          "golden-bytes",
          "simulated",
          "every-point-has-kind",
          "write-bounds",
          "scan-class-justified",
          "source-of-the-register-map",
          "word-order-checked",
          "fault-behaviour-described",
          "frozen-values-seen",
          "tried-on-real-device",
          "documented");

  private static final Pattern STATE = Pattern.compile("done|(todo|exempt): \\S.{9,}");

  @TestFactory
  Stream<DynamicTest> everyTypeSaysHowFarItIs() {
    return Golden.types().stream().map(type -> dynamicTest(type, () -> check(type)));
  }

  private static void check(String type) throws IOException {
    Map<?, ?> quality = Golden.yaml(Golden.folder(type).resolve("quality.yaml"));
    assertThat(quality.keySet().stream().map(String::valueOf))
        .as("rules of %s", type)
        .containsExactlyInAnyOrderElementsOf(RULES);
    quality.forEach(
        (rule, state) ->
            assertThat(String.valueOf(state))
                .as("%s of %s: done, or todo or exempt with a reason", rule, type)
                .matches(STATE));
    if ("done".equals(quality.get("golden-bytes"))) {
      Golden golden = Golden.of(type);
      assertThat(golden.cases()).as("cases of %s", type).hasSizeGreaterThanOrEqualTo(2);
      assertThat(golden.writes().isEmpty())
          .as("%s is written, so its golden bytes show how", type)
          .isNotEqualTo("done".equals(quality.get("write-bounds")));
    }
    if ("done".equals(quality.get("fault-behaviour-described"))) {
      checkFaultBehaviour(type, "done".equals(quality.get("golden-bytes")));
    }
    String text = Files.readString(Golden.folder(type).resolveSibling(type + ".yaml"));
    assertThat("done".equals(quality.get("frozen-values-seen")))
        .as("%s has a heartbeat, or a point that must change", type)
        .isEqualTo(mustChange(text));
    if ("done".equals(quality.get("documented"))) {
      assertThat(text).contains("description: ");
    }
  }

  /** Kinds that must change, heartbeats among them, or points of which the type says so. */
  private static boolean mustChange(String type) throws IOException {
    try (Stream<String> kinds =
        Files.lines(Bench.DEVICE_CONFIGS.resolve("point-kinds.yaml"), StandardCharsets.UTF_8)) {
      return type.contains("stuck-after:")
          || kinds
              .filter(line -> line.contains("stuck-after:"))
              .map(line -> line.substring(0, line.indexOf(':')))
              .anyMatch(kind -> type.contains("kind: " + kind + ","));
    }
  }

  /** A point says that the device is faulty, or golden bytes show what a broken sensor gives. */
  private static void checkFaultBehaviour(String type, boolean golden) throws IOException {
    String text = Files.readString(Golden.folder(type).resolveSibling(type + ".yaml"));
    boolean saysSo = text.contains("kind: device.fault");
    boolean shown =
        golden
            && Golden.of(type).cases().stream()
                .flatMap(each -> each.points().values().stream())
                .anyMatch(value -> value instanceof Map);
    boolean described = text.lines().anyMatch(line -> line.matches("#.* (broken|bad status).*"));
    assertThat(saysSo || (described && (shown || !golden)))
        .as("%s shows what a broken sensor gives", type)
        .isTrue();
  }

  @Test
  void theGuideExplainsEveryRule() throws IOException {
    String guide = Files.readString(Path.of("../../docs/write-a-device-type.md"));
    RULES.forEach(rule -> assertThat(guide).contains("`" + rule + "`"));
  }

  @Test
  void noFolderBelongsToATypeThatIsGone() throws IOException {
    Set<String> types = new HashSet<>(Golden.types());
    try (Stream<Path> entries = Files.list(Bench.DEVICE_CONFIGS.resolve("types"))) {
      assertThat(entries.filter(Files::isDirectory).map(path -> String.valueOf(path.getFileName())))
          .isSubsetOf(types);
    }
  }
}
