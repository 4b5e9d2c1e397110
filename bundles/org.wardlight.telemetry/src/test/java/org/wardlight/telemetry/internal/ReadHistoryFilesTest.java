package org.wardlight.telemetry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.telemetry.HistoryFiles.Opened;

/** Samples that a server has left behind are read, and nothing is left behind by reading. */
class ReadHistoryFilesTest {
  private static final long SECOND = 1_000_000L;
  private static final Instant START = Instant.parse("2026-11-22T01:00:00Z");

  @TempDir Path directory;

  private void record() throws Exception {
    try (SampleStore store = new SampleStore(directory)) {
      SampleRing ring = new SampleRing(10);
      long at = Recorder.micros(START);
      ring.put("a", 1, SampleRing.GOOD, at);
      ring.put("b", 2, SampleRing.GOOD, at + SECOND);
      ring.put("a", 0, SampleRing.GAP, at + 2 * SECOND);
      SampleRing.Taken taken = new SampleRing.Taken(10);
      ring.drain(taken);
      store.append(taken);
    }
  }

  private Map<String, Integer> contents() throws IOException {
    Map<String, Integer> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        contents.put(
            directory.relativize(file).toString(),
            Files.isRegularFile(file) ? Arrays.hashCode(Files.readAllBytes(file)) : 0);
      }
    }
    return contents;
  }

  @Test
  void samplesAreReadAndNothingIsChanged() throws Exception {
    record();
    Map<String, Integer> before = contents();
    List<String> read = new ArrayList<>();
    try (Opened history = new ReadHistoryFiles().open(directory)) {
      history.samples(
          List.of("a", "b", "never"),
          START,
          START.plusSeconds(10),
          (point, at, value, good) ->
              read.add(
                  point
                      + " "
                      + at.minusMillis(START.toEpochMilli()).getEpochSecond()
                      + " "
                      + value));
    }
    assertThat(read).containsExactly("a 0 1.0", "b 1 2.0", "a 2 NaN");
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void directoryWithoutSamplesIsNamed() {
    assertThatThrownBy(() -> new ReadHistoryFiles().open(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no samples in " + directory);
    assertThat(directory).isEmptyDirectory();
  }
}
