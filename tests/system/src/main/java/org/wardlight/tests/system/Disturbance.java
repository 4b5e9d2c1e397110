package org.wardlight.tests.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code strace} on a running server: spoils its system calls on the journal's files. */
final class Disturbance implements AutoCloseable {
  private final Process strace;

  private Disturbance(Process strace) {
    this.strace = strace;
  }

  /** Whether processes can be traced here. */
  static boolean isPossible() {
    try {
      return Tool.run(List.of("strace", "-o", "/dev/null", "true")).code() == 0;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /**
   * Begins; returns when it holds.
   *
   * @param calls for example {@code pwrite64,fsync}
   * @param how for example {@code error=EIO}
   */
  static Disturbance of(ServerProcess server, Path data, String calls, String how) {
    Path database = data.toAbsolutePath().resolve("store/wardlight.db");
    try {
      Disturbance disturbance =
          new Disturbance(
              new ProcessBuilder(
                      List.of(
                          "strace",
                          "-f",
                          "-qq",
                          "-p",
                          Long.toString(server.pid()),
                          "-o",
                          data.resolveSibling("strace.log").toString(),
                          "-e",
                          "signal=none",
                          "-P",
                          database.toString(),
                          "-P",
                          database + "-wal",
                          "-e",
                          "trace=" + calls,
                          "-e",
                          "inject=" + calls + ":" + how))
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .start());
      await("every thread is traced, or the server is dead already")
          .atMost(ServerProcess.SOON)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> !server.isAlive() || traced(server.pid()));
      return disturbance;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean traced(long pid) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads.toList()) {
        if (Files.readString(thread.resolve("status")).contains("TracerPid:\t0\n")) {
          return false;
        }
      }
      return true;
    } catch (NoSuchFileException e) {
      return false; // one that has just ended: looked at again
    }
  }

  /** Lets the server go on undisturbed. */
  @Override
  public void close() {
    strace.destroy();
    try {
      if (!strace.waitFor(10, TimeUnit.SECONDS)) {
        strace.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
