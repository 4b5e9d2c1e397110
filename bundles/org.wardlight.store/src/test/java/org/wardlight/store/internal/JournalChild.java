package org.wardlight.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmEvent.Accepted;

/**
 * A process that appends numbered units to a journal, each again until it is taken, and says what
 * was acknowledged. Whatever happens to it, the journal must hold a beginning of this very sequence
 * of events that is no shorter than what was acknowledged.
 */
final class JournalChild implements AutoCloseable {
  private static final Instant AT = Instant.parse("2026-11-22T02:11:00Z");
  private static final int TRIES = 300;

  private final Process process;
  private final BufferedReader out;

  private JournalChild(Process process) {
    this.process = process;
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** The unit of this number: one to three events. */
  static List<AlarmEvent> unit(int n) {
    return IntStream.rangeClosed(0, n % 3)
        .<AlarmEvent>mapToObj(i -> new Accepted(AT, "w", "a", "user-" + n + "-" + i))
        .toList();
  }

  /** Arguments: the directory, how many units, and optionally how many a second. */
  public static void main(String[] args) throws Exception {
    int units = Integer.parseInt(args[1]);
    long pause = args.length < 3 ? 0 : 1_000_000_000L / Long.parseLong(args[2]);
    int failures = 0;
    try (SqliteStore store = new SqliteStore(Path.of(args[0]), System::nanoTime)) {
      for (int n = 1; n <= units; n++) {
        long next = System.nanoTime() + pause;
        failures += append(store, n);
        System.out.println("ack " + n);
        System.out.flush();
        TimeUnit.NANOSECONDS.sleep(pause == 0 ? 0 : Math.max(0, next - System.nanoTime()));
      }
    }
    System.out.println("failures " + failures);
    System.out.flush();
  }

  private static int append(SqliteStore store, int n) {
    for (int failures = 0; ; failures++) {
      try {
        var unused = store.append(unit(n)).toCompletableFuture().join();
        return failures;
      } catch (CompletionException e) {
        if (failures == TRIES) {
          throw e;
        }
      }
    }
  }

  /** Starts one, below other commands such as {@code strace}. */
  static JournalChild start(List<String> below, Object... args) throws IOException {
    return new JournalChild(builder(below, args).start());
  }

  /** The same, not yet started. */
  static ProcessBuilder builder(List<String> below, Object... args) {
    List<String> command = new ArrayList<>(below);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-Xshare:auto", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(JournalChild.class.getName());
    for (Object arg : args) {
      command.add(arg.toString());
    }
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  Process process() {
    return process;
  }

  /** Reads until the process ends; returns the last unit that was acknowledged. */
  Ended awaitEnd() throws IOException, InterruptedException {
    int acknowledged = 0;
    int failures = -1;
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.matches("ack \\d+")) {
        acknowledged = Integer.parseInt(line.substring(4));
      } else if (line.matches("failures \\d+")) {
        failures = Integer.parseInt(line.substring(9));
      }
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ended(acknowledged, failures);
  }

  /** Waits until this unit was acknowledged. */
  void awaitUnit(int n) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.equals("ack " + n)) {
        return;
      }
    }
    throw new IOException("the process ended before unit " + n);
  }

  /**
   * How it ended.
   *
   * @param acknowledged the last unit that was acknowledged
   * @param failures how many appends failed; -1 if it did not come to its end
   */
  record Ended(int acknowledged, int failures) {}

  /** Checks what a start on this directory finds; returns how many events there are. */
  static int check(Path directory, int acknowledged) {
    List<AlarmEvent> found = new ArrayList<>();
    try (SqliteStore store = new SqliteStore(directory, System::nanoTime)) {
      store.replay(1, entry -> found.add(entry.event()));
      assertThat(store.verify().problem()).isEmpty();
      assertThat(store.append(unit(0)).toCompletableFuture().join()).hasSize(1);
    }
    List<AlarmEvent> expected = new ArrayList<>();
    int units = 0;
    while (expected.size() < found.size()) {
      expected.addAll(unit(++units));
    }
    assertThat(found).as("whole units, in order, none twice").isEqualTo(expected);
    assertThat(units).as("units there").isGreaterThanOrEqualTo(acknowledged);
    return found.size();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
