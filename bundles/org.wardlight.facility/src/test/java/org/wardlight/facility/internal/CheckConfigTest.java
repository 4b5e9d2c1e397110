package org.wardlight.facility.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckConfigTest {
  @TempDir Path directory = Path.of("");
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return CheckConfig.run(
        args,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Test
  void goodConfigurationIsSummedUp() {
    ConfigCopy copy = ConfigCopy.in(directory);
    assertThat(run(copy.demo().toString())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("good. 2 wards, 24 rooms, 42 devices,");
  }

  @Test
  void eachProblemIsALineAndTheExitCodeIsOne() {
    ConfigCopy copy =
        ConfigCopy.in(directory).edit(ConfigCopy.DEMO + "facility.yaml", "language: en", "");
    assertThat(run(copy.demo().toString())).isEqualTo(1);
    String demo = copy.demo().toString();
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(demo + "/facility.yaml:1:1: `language` is missing", demo + ": 1 problem");
  }

  @Test
  void differenceToAnotherDirectoryIsToldLineByLine() {
    ConfigCopy old = ConfigCopy.in(directory.resolve("old"));
    ConfigCopy copy =
        ConfigCopy.in(directory.resolve("new"))
            .edit(ConfigCopy.DEMO + "facility.yaml", "Camellia House", "Rose House")
            .edit(ConfigCopy.DEMO + "connections.yaml", "timeout: 1s", "timeout: 3s");
    assertThat(run(copy.demo().toString(), "--against", old.demo().toString())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines().skip(2))
        .containsExactly(
            "against " + old.demo() + ": facility changed, 1 connection changed",
            "facility demo changed: name",
            "connection gateway-a1 changed: option timeout");
  }

  @Test
  void wrongUsageIsExitCodeTwo() {
    assertThat(run("somewhere", "--against")).isEqualTo(2);
    err.reset();
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("usage: check-config");
  }
}
