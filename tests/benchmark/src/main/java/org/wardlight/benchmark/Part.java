package org.wardlight.benchmark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of the measurement, which does not outlive it. */
final class Part implements AutoCloseable {
  private static final Duration STOP = Duration.ofSeconds(15);

  private final String name;
  private final Process process;
  private final Path log;
  private final Thread onExit;

  /**
   * Starts a process.
   *
   * @param cores as taskset lists them; empty: all
   * @param log where its output goes
   */
  Part(String name, String cores, List<String> command, Map<String, String> environment, Path log) {
    this.name = name;
    this.log = log;
    List<String> words = new ArrayList<>();
    if (!cores.isEmpty()) {
      words.addAll(List.of("taskset", "-c", cores));
    }
    words.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.redirectOutput(log.toFile()).redirectInput(new File("/dev/null"));
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new BenchException("cannot start " + name + ": " + e.getMessage(), e);
    }
    onExit = new Thread(process::destroyForcibly, "stop-" + name);
    Runtime.getRuntime().addShutdownHook(onExit);
  }

  long pid() {
    return process.pid();
  }

  /** Waits until a line of the log holds these words, and returns it. */
  String await(String words, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (System.nanoTime() - end < 0) {
      for (String line : lines()) {
        if (line.contains(words)) {
          return line;
        }
      }
      if (process.waitFor(200, TimeUnit.MILLISECONDS)) {
        throw failed("ended with " + process.exitValue());
      }
    }
    throw failed("did not say \"" + words + "\" within " + atMost.toSeconds() + " s");
  }

  void checkAlive() {
    if (!process.isAlive()) {
      throw failed("ended with " + process.exitValue());
    }
  }

  private BenchException failed(String what) {
    List<String> lines = lines();
    String tail = String.join("\n  ", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    return new BenchException(name + " " + what + "; the end of its log " + log + ":\n  " + tail);
  }

  /** What it has said so far. */
  List<String> lines() {
    try {
      return Files.readAllLines(log);
    } catch (IOException e) {
      throw new BenchException("cannot read " + log, e);
    }
  }

  /** Asks it to end, and ends it if it does not. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(onExit);
  }
}
