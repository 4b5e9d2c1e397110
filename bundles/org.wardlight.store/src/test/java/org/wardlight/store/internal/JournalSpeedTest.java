package org.wardlight.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmEvent.Raised;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.alarm.Reason;

/** Prints how fast the journal is here; it holds nothing but that a storm ends. */
class JournalSpeedTest {
  private static final Instant AT = Instant.parse("2026-11-22T02:11:00Z");
  private static final int STORM = 10_000;

  @TempDir Path directory;

  private static AlarmEvent event(int n) {
    String space = n + "/bathroom";
    Reason reason = new Reason("bathroom.dwell", Map.of("since", AT.toString(), "limit", "PT15M"));
    return new Raised(
        AT,
        "ward-a",
        "bathroom.dwell@" + space + "@" + AT,
        "bathroom.dwell",
        AlarmClass.URGENT,
        String.valueOf(n),
        space,
        AT,
        reason,
        false,
        true);
  }

  @Test
  void oneAlarmIsOnDiskQuicklyAndAStormIsGrouped() {
    try (SqliteStore store = new SqliteStore(directory, System::nanoTime)) {
      long[] micros = new long[500];
      for (int n = 0; n < micros.length; n++) {
        long begun = System.nanoTime();
        store.append(List.of(event(n))).toCompletableFuture().join();
        micros[n] = (System.nanoTime() - begun) / 1000;
      }
      Arrays.sort(micros);
      long begun = System.nanoTime();
      List<CompletionStage<List<JournalEntry>>> storm =
          IntStream.range(0, STORM).mapToObj(n -> store.append(List.of(event(n)))).toList();
      storm.forEach(stage -> stage.toCompletableFuture().join());
      double seconds = (System.nanoTime() - begun) / 1e9;
      long read = System.nanoTime();
      store.replay(1, entry -> {});
      double reading = (System.nanoTime() - read) / 1e9;
      System.out.printf(
          "append with fsync: p50 %d us, p99 %d us; storm of %d: %.0f events/s; replay %.0f"
              + " entries/s%n",
          micros[250], micros[495], STORM, STORM / seconds, (STORM + 500) / reading);
      assertThat(Duration.ofMillis((long) (1000 * seconds))).isLessThan(Duration.ofMinutes(2));
    }
  }
}
