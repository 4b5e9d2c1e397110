package org.wardlight.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wardlight.sim.FacilityGenerator.Layout;

class MainTest {
  private static final Path SCRIPT = Path.of("wardlight");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(List<String> words) {
    return Main.run(
        SCRIPT,
        words,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Test
  void helpIsGivenAndIsNoFailure() {
    assertThat(run(List.of("polls", "--help"))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("--rooms N").contains("Exit codes");
  }

  @ParameterizedTest
  @CsvSource({
    "poll, only measurement",
    "polls, --rooms is missing",
    "polls --rooms, needs a value",
    "polls --rooms many, not many",
    "polls --rooms 60001, 60000",
    "polls --rooms 10 --layout floors, rooms or gateways",
    "polls --rooms 10 --cores first, --cores must look like",
    "polls --rooms 10 --fast yes, unknown option --fast"
  })
  void aWrongCommandLineIsSaidAndEndsWithTwo(String line, String said) {
    assertThat(run(List.of(line.split(" ", -1)))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(said);
  }

  @Test
  void optionsAreRead() {
    List<String> words =
        List.of(
            "--rooms",
            "48",
            "--seconds",
            "7",
            "--layout",
            "gateways",
            "--cores",
            "0,1",
            "--silent-half");

    assertThat(Settings.parse(SCRIPT, words))
        .isEqualTo(
            new Settings(
                SCRIPT,
                48,
                Duration.ofSeconds(7),
                Duration.ofSeconds(30),
                Layout.GATEWAYS,
                "0,1",
                true));
  }
}
