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
import org.junit.jupiter.params.provider.ValueSource;
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

  @ParameterizedTest
  @ValueSource(strings = {"polls", "storm", "screens"})
  void eachMeasurementHasHelpOfItsOwn(String measurement) {
    assertThat(run(List.of(measurement, "--help"))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("Usage: wardlight bench " + measurement + " ")
        .contains("--seconds S", "Exit codes");
  }

  @Test
  void withoutAMeasurementAllAreNamed() {
    assertThat(run(List.of("--help"))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("polls", "storm", "screens", "rules");
    assertThat(run(List.of())).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "poll, there are these measurements",
    "polls, --rooms is missing",
    "polls --rooms, needs a value",
    "polls --rooms many, not many",
    "polls --rooms 60001, 60000",
    "polls --rooms 10 --layout floors, rooms or gateways",
    "polls --rooms 10 --cores first, --cores must look like",
    "polls --rooms 10 --fast yes, unknown option --fast",
    "storm --rate 40001, 40000",
    "storm --seconds 0, --seconds must lie within 1 and 600",
    "storm --rooms 5, unknown option --rooms",
    "screens --screens none, not none",
    "screens --screens 401, 400",
    "screens --rooms 2001, 2000"
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

    assertThat(PollsSettings.parse(words))
        .isEqualTo(
            new PollsSettings(
                48, Duration.ofSeconds(7), Duration.ofSeconds(30), Layout.GATEWAYS, "0,1", true));
  }

  @Test
  void stormAndScreensHaveTheNumbersOfThePromise() {
    assertThat(StormSettings.parse(List.of()))
        .isEqualTo(new StormSettings(Duration.ofSeconds(60), 10_000));
    assertThat(StormSettings.parse(List.of("--rate", "500", "--seconds", "9")))
        .isEqualTo(new StormSettings(Duration.ofSeconds(9), 500));
    assertThat(ScreensSettings.parse(List.of()))
        .isEqualTo(new ScreensSettings(50, 200, Duration.ofSeconds(30), Duration.ofSeconds(20)));
  }
}
