package org.wardlight.rules.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.space.CarePlan;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilityFiles;
import org.wardlight.api.telemetry.HistoryFiles;

/** A rehearsal without a server: 20 minutes in the bathroom, played from a directory. */
class RehearseCommandTest {
  private static final Instant FROM = Instant.parse("2026-11-22T00:00:00Z"); // 01:00 in Berlin

  @TempDir Path data;
  private final Facility facility = TestWard.facility(1, 1);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<Path> asked = new ArrayList<>();

  @BeforeEach
  void recorded() throws IOException {
    Files.createDirectory(data.resolve("telemetry"));
  }

  private int run(String... more) {
    List<String> words = new ArrayList<>(List.of("--config", "facility"));
    words.addAll(List.of("--from", FROM.toString()));
    words.addAll(List.of("--to", FROM.plus(Duration.ofHours(2)).toString()));
    words.addAll(List.of(more));
    return command(data).applyAsInt(words);
  }

  private ToIntFunction<List<String>> command(Path at) {
    FacilityFiles files =
        (directory, fallback, history) -> {
          asked.add(history);
          return new FacilityFiles.Read(facility, (resident, values) -> tried(values));
        };
    return new RehearseCommand(files, this::open, at.toString(), Path.of("../.."))
        .apply(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private CarePlan tried(Map<String, String> values) {
    return Objects.requireNonNull(facility.wards().get(0).rooms().get(0).beds().get(0).stay())
        .resident()
        .plan()
        .with(values);
  }

  private HistoryFiles.Opened open(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException("there are no samples in " + directory);
    }
    return new Night();
  }

  private static final class Night implements HistoryFiles.Opened {
    @Override
    public void samples(Collection<String> points, Instant from, Instant to, Reader reader) {
      sample("0-0-io/bed.occupied", -10, 1, from, to, reader);
      sample("0-0-io/bathroom.presence", -10, 0, from, to, reader);
      sample("0-0-io/bed.occupied", 30, 0, from, to, reader);
      sample("0-0-io/bathroom.presence", 31, 1, from, to, reader);
      sample("0-0-io/bathroom.presence", 51, 0, from, to, reader);
      sample("0-0-io/bed.occupied", 52, 1, from, to, reader);
    }

    private static void sample(
        String point, int minute, double value, Instant from, Instant to, Reader reader) {
      Instant at = FROM.plus(Duration.ofMinutes(minute));
      if (!at.isBefore(from) && at.isBefore(to)) {
        boolean unused = reader.take(point, at, value, true);
      }
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  @Test
  void otherLimitsArePlayedOverWhatAServerLeftBehind() {
    assertThat(run("--limit", "r-0-0.bathroom-limit-night=25min"))
        .as(err.toString(StandardCharsets.UTF_8))
        .isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsPattern("gone +0-0/bathroom bathroom.dwell since .*URGENT -> - -")
        .containsPattern("finished: 6 samples, 1 differences, 0 more, 1 alarms the same");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("compared with the rules of")
        .contains("100 %");
    assertThat(asked).containsExactly(data.resolve("configurations"));
  }

  @Test
  void otherRulesArePlayedToo() {
    String shipped = ShippedRules.DIRECTORY.toString();
    assertThat(run(shipped)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("0 differences");
  }

  @Test
  void runningServerIsNotDisturbed() throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                data.resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThat(run("--limit", "r-0-0.bathroom-limit-night=25min")).isEqualTo(1);
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("the server on " + data + " is running");
    assertThat(run("--limit", "r-0-0.bathroom-limit-night=25min")).as("stopped").isZero();
  }

  @Test
  void backupWithoutSamplesSaysHowToMakeOneWith() throws IOException {
    Files.delete(data.resolve("telemetry"));
    assertThat(run("--limit", "r-0-0.bathroom-limit-night=25min")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("--with-telemetry");
  }

  @Test
  void mistakesAreSaidWithExitCodes() throws IOException {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("nothing to try out");
    assertThat(run("--limit", "r-0-0.bathroom-limit-night=never")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("bathroom-limit-night");
    assertThat(run("--limit", "r-0-0.path-light=false", "--room", "999")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("there is no room 999");
    Path archive = Files.createFile(data.resolve("backup.zip"));
    assertThat(
            command(archive)
                .applyAsInt(
                    List.of(
                        "--config",
                        "f",
                        "--from",
                        "2026-11-22T00:00:00Z",
                        "--to",
                        "2026-11-22T01:00:00Z",
                        "--limit",
                        "r.path-light=false")))
        .isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("wardlight restore");
  }
}
