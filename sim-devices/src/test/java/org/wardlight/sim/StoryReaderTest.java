package org.wardlight.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoryReaderTest {
  @Test
  void readsDeedsAndFaults() {
    Story story =
        StoryReader.parse(
            "s.yaml",
            """
            story: A test
            speed: 2
            steps:
              - {at: 0s, room: "203", do: leaves bed}
              - {at: 2min, connection: gateway, fault: silent}
            """);
    assertThat(story.title()).isEqualTo("A test");
    assertThat(story.speed()).isEqualTo(2);
    assertThat(story.steps())
        .containsExactly(
            new Story.Step(4, Duration.ZERO, "203", "leaves bed", null),
            new Story.Step(5, Duration.ofMinutes(2), "gateway", "", Fault.SILENT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- {room: 203, do: reset}           | s.yaml:3: at is missing",
        "- {at: soon, room: 203, do: reset} | s.yaml:3: expected a time such as 30s or 2min",
        "- {at: 0s, rom: 203, do: reset}    | Did you mean room?",
        "- {at: 0s, device: d, fault: dead} | s.yaml:3: there is no fault",
        "- {at: 0s, fault: silent}          | s.yaml:3: a fault needs a connection or a device",
        "- {at: 0s                          | s.yaml:",
        "- 5                                | s.yaml:3: expected at, room"
      })
  void everyMistakeNamesItsLine(String step, String message) {
    assertThatExceptionOfType(SimulationException.class)
        .isThrownBy(() -> StoryReader.parse("s.yaml", "story: x\nsteps:\n  " + step + "\n"))
        .withMessageContaining(message);
  }

  @Test
  void theStoriesThatComeWithTheSimulationFitTheDemo() throws IOException {
    try (SimulatedFacility demo = Demo.start();
        Stream<Path> files = Files.list(Path.of("stories"))) {
      List<Path> stories = files.toList();
      assertThat(stories).hasSizeGreaterThanOrEqualTo(3);
      stories.forEach(file -> demo.play(StoryReader.read(file), 1));
    }
  }
}
