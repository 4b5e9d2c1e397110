package org.wardlight.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.alarm.AlarmEvent.Accepted;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.alarm.JournalException;
import org.wardlight.api.field.PointStates.Kept;

/** What the store promises when the process or the disk lets it down. */
class FaultyDiskTest {
  private static final Instant AT = Instant.parse("2026-11-22T02:11:00Z");

  @TempDir Path directory;

  /** The process that is killed: appends for ever and says what was completed. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      SqliteStore store = new SqliteStore(Path.of(args[0]), System::nanoTime);
      for (int n = 1; ; n++) {
        store.save("point", new Kept(n, AT));
        List<JournalEntry> done =
            store
                .append(List.of(new Accepted(AT, "w", "a", "user-" + n)))
                .toCompletableFuture()
                .join();
        System.out.println(done.get(0).sequence());
        System.out.flush();
      }
    }
  }

  @Test
  void everythingCompletedBeforeAKillIsThereAfterwards() throws Exception {
    long last = 0;
    for (int round = 0; round < 2; round++) {
      Process child =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx128m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Child.class.getName(),
                  directory.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
        long begun = last;
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          if (line.matches("\\d+")) {
            last = Long.parseLong(line);
          }
          if (last == begun + 200) {
            child.toHandle().destroyForcibly(); // SIGKILL; its output stays readable
          }
        }
        assertThat(last).isGreaterThanOrEqualTo(begun + 200);
      } finally {
        child.destroyForcibly();
        assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
      }
    }
    try (SqliteStore store = new SqliteStore(directory, System::nanoTime)) {
      List<Long> sequences = new ArrayList<>();
      store.replay(1, entry -> sequences.add(entry.sequence()));
      assertThat(sequences.size()).isBetween((int) last, (int) last + 1);
      assertThat(store.verify().problem()).isEmpty();
      assertThat(store.load()).containsKey("point");
      try (var natives = Files.list(directory.resolve("native"))) {
        assertThat(natives.count()).isLessThanOrEqualTo(2);
      }
    }
  }

  @Test
  void fullDiskFailsTheAppendWholeAndTheWriterGoesOnWhenThereIsRoom() throws Exception {
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", directory.toString());
    if (!mounted) {
      System.out.println("skipped: no right to mount a small tmpfs");
    }
    assumeTrue(mounted, "no right to mount a small tmpfs");
    try (SqliteStore store = new SqliteStore(directory, System::nanoTime)) {
      Path ballast = directory.resolve("ballast");
      append(store, 1);
      fill(ballast);
      int written = 1;
      JournalException failure = null;
      while (failure == null && written < 100_000) {
        try {
          append(store, ++written);
        } catch (CompletionException e) {
          failure = (JournalException) e.getCause();
          written--;
        }
      }
      assertThat(failure).hasMessageContaining("full");
      Files.delete(ballast);
      append(store, ++written);
      assertThat(store.verify().entries()).isEqualTo(2L * written); // two a time
      assertThat(store.verify().problem()).isEmpty();
    } finally {
      assertThat(run("umount", "-l", directory.toString())).isTrue();
    }
  }

  private static void append(SqliteStore store, int n) {
    store
        .append(List.of(new Accepted(AT, "w", "a", "u" + n), new Accepted(AT, "w", "a", "v" + n)))
        .toCompletableFuture()
        .join();
  }

  private static void fill(Path file) {
    try (var out = Files.newOutputStream(file)) {
      byte[] block = new byte[4096];
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      // Full: as wished.
    }
  }

  private static boolean run(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
