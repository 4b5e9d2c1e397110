package org.wardlight.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Watches or disturbs the system calls with which a process writes its journal. */
final class Strace {
  private Strace() {}

  /** Leaves a test out where processes must not be traced. */
  static void assumeItWorks() throws InterruptedException {
    boolean works;
    try {
      Process process = new ProcessBuilder("strace", "-o", "/dev/null", "true").start();
      works = process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      works = false;
    }
    if (!works) {
      System.out.println("skipped: strace cannot trace here");
    }
    assumeTrue(works, "strace cannot trace here");
  }

  private static List<String> command(Path directory, Path trace) {
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "-e", "signal=none"));
    command.addAll(List.of("-o", trace.toString()));
    for (String file : List.of("wardlight.db", "wardlight.db-wal", "said")) {
      command.addAll(List.of("-P", directory.resolve(file).toString()));
    }
    return command;
  }

  /** Runs a child to its end and records everything that it writes. */
  static DiskRecording record(Path directory, Path trace, int units) throws Exception {
    List<String> command = command(directory, trace);
    command.addAll(List.of("-y", "-xx", "-s", "100000", "-e", "trace=" + DiskRecording.CALLS));
    Path said = directory.resolve("said");
    Process process =
        JournalChild.builder(command, directory, units).redirectOutput(said.toFile()).start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(said)).contains("ack " + units + "\n");
    } finally {
      process.destroyForcibly();
    }
    return DiskRecording.read(trace);
  }

  /** Starts a child whose system calls are disturbed. */
  static JournalChild disturbed(Path directory, String injection, int units) throws IOException {
    List<String> command = command(directory, directory.resolveSibling("trace"));
    String calls = injection.substring(0, injection.indexOf(':'));
    command.addAll(List.of("-e", "trace=" + calls, "-e", "inject=" + injection));
    return JournalChild.start(command, directory, units);
  }
}
