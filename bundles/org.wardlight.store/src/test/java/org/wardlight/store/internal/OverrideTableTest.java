package org.wardlight.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.field.ManualOverride;

final class OverrideTableTest {
  private static final Instant AT = Instant.parse("2026-11-22T02:11:00Z");

  @TempDir Path directory;

  // Who was told that the output is held must find it held after a kill: the stage means on disk.
  @Test
  void whatWasPutIsThereAfterARestartAndWhatWasRemovedIsNot() {
    ManualOverride first = held("io/lamp", 1);
    ManualOverride second = held("io/lamp", 2);
    try (SqliteStore store = new SqliteStore(directory, System::nanoTime)) {
      store.overrides().put(first);
      store.overrides().put(second);
      store.overrides().put(held("io/light", 40));
      assertThat(store.overrides().remove("io/light")).succeedsWithin(Duration.ofSeconds(5));
      assertThat(store.overrides().load()).containsExactly(second);
    }
    try (SqliteStore store = new SqliteStore(directory, System::nanoTime)) {
      assertThat(store.overrides().load()).containsExactly(second);
    }
  }

  private static ManualOverride held(String point, double value) {
    return new ManualOverride(point, value, "eng", "lamp test", AT, AT.plusSeconds(600));
  }
}
