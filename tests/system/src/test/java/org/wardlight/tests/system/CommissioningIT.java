package org.wardlight.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an engineer looks at from the command line, beside the running server. */
@ExtendWith(Site.Shared.class)
class CommissioningIT {
  private final House house;

  CommissioningIT(Site site) {
    house = site.house;
  }

  /** One on each protocol. */
  @ParameterizedTest
  @ValueSource(strings = {"105-fc", "203-ctl"})
  void aDeviceOfTheFacilityIsReadOnce(String device) {
    Tool.Ended poll =
        Tool.run(Tool.COMMAND, "poll-once", "--config", house.directory(), "--device", device);
    assertThat(poll.output()).contains("bedroom.temperature", "GOOD");
    assertThat(poll.code()).as(poll.output()).isZero();
  }

  @Test
  void whatCannotBeReadSaysWhy() {
    String nowhere = "modbus-tcp://127.0.0.1:" + ServerProcess.freePort();
    Tool.Ended refused = Tool.run(Tool.COMMAND, "poll-once", nowhere, "--type", "fan-coil");
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.output()).contains("connection refused");
    Tool.Ended typo = Tool.run(Tool.COMMAND, "poll-once", nowhere, "--type", "fan-coill");
    assertThat(typo.code()).isEqualTo(2);
    assertThat(typo.output()).contains("did you mean `fan-coil`?");
  }

  @Test
  void whatAGatewayCannotReadInTimeIsAWarningBeforeItRuns(@TempDir Path directory)
      throws IOException {
    Path shipped = ServerProcess.PRODUCT.resolve("device-configs");
    Path demo = shipped.resolve("facilities/demo");
    Tool.Ended good = Tool.run(Tool.COMMAND, "check-config", demo);
    assertThat(good.output()).contains("good. 2 wards").doesNotContain("warning");

    Path hasty = directory.resolve("demo");
    try (Stream<Path> files = Files.walk(demo)) {
      for (Path file : files.toList()) {
        Files.copy(file, hasty.resolve(demo.relativize(file)));
      }
    }
    House.replace(
        hasty.resolve("connections.yaml"),
        "15022\", options: {",
        "15022\", options: {scan: {safety: 10ms}, ");
    Tool.Ended warned = Tool.run(Tool.COMMAND, "check-config", hasty, shipped);
    assertThat(warned.output())
        .contains("connections.yaml:3:1: warning: `gateway-a2`: ", "every 10 ms", "good. 2 wards");
    assertThat(warned.code()).as(warned.output()).isZero();
  }

  @Test
  void theShippedRulesAreGood() throws IOException {
    Path directory = ServerProcess.PRODUCT.resolve("rules-drl");
    long shipped;
    try (Stream<Path> entries = Files.list(directory)) {
      shipped = entries.filter(Files::isDirectory).count();
    }
    Tool.Ended rules = Tool.run(Tool.COMMAND, "rules-check", directory);
    assertThat(rules.output()).contains("good. " + shipped + " rules");
    assertThat(rules.code()).isZero();
  }
}
