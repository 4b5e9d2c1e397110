package org.wardlight.facility.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.Driver;
import org.wardlight.api.driver.Link;
import org.wardlight.api.driver.LinkListener;
import org.wardlight.api.point.Point;

class CheckConfigTest {
  @TempDir Path directory = Path.of("");
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return run(List.of(), args);
  }

  private int run(List<Driver> drivers, String... args) {
    return new CheckConfig(drivers)
        .apply(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .applyAsInt(List.of(args));
  }

  /** Finds one connection too busy and the options of another wrong. */
  private static final class Busy implements Driver {
    @Override
    public Set<String> schemes() {
      return Set.of("modbus-tcp");
    }

    @Override
    public Link open(ConnectionSpec connection, LinkListener listener) {
      throw new UnsupportedOperationException("nothing is opened to check a configuration");
    }

    @Override
    public List<String> overload(ConnectionSpec connection, List<Point> points) {
      return switch (connection.id()) {
        case "gateway-a2" -> List.of(points.size() + " points are too many");
        case "gateway-a3" -> throw new IllegalArgumentException("option timeout is wrong");
        default -> List.of();
      };
    }
  }

  @Test
  void whatADriverCannotReadInTimeIsAWarningAtItsConnection() {
    Path demo = ConfigCopy.in(directory).demo();
    assertThat(run(List.of(new Busy()), demo.toString())).isZero();
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0))
        .matches(
            Pattern.quote(demo + "/connections.yaml:3:1: warning: `gateway-a2`: ")
                + "[1-9][0-9]* points are too many");
    assertThat(lines.get(1))
        .isEqualTo(
            demo
                + "/connections.yaml:4:1: warning: `gateway-a3`: its driver refuses it: option"
                + " timeout is wrong");
    assertThat(lines.get(2)).contains("good. 2 wards");
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
