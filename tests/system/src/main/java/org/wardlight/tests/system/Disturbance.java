package org.wardlight.tests.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

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
   * Begins at once.
   *
   * @param calls for example {@code pwrite64,fsync}
   * @param how for example {@code error=EIO}
   */
  static Disturbance of(ServerProcess server, Path data, String calls, String how) {
    Path database = data.toAbsolutePath().resolve("store/wardlight.db");
    try {
      return new Disturbance(
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
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
