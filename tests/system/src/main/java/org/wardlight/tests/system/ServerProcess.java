package org.wardlight.tests.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of the server. Its output goes to a file; it never outlives the test's JVM. */
public final class ServerProcess implements AutoCloseable {
  /** The unpacked product. */
  static final Path PRODUCT =
      Path.of(
              System.getProperty(
                  "wardlight.product", "../../bundles/distribution/target/wardlight"))
          .toAbsolutePath()
          .normalize();

  /** The Java that runs the server unless a test chooses another. */
  public static final Path JAVA =
      Path.of(
          System.getProperty(
              "wardlight.java", Path.of(System.getProperty("java.home"), "bin/java").toString()));

  /**
   * What nobody promised a time for happens within this, however slow the machine is. A test that
   * shows a promise has that limit instead.
   */
  public static final Duration SOON = Duration.ofSeconds(30);

  /** As long as the server itself waits for its parts, and some more. */
  private static final Duration START = Duration.ofSeconds(135);

  private static final Duration STOP = Duration.ofSeconds(60);

  private final Process process;
  private final Path log;
  private final Thread undertaker;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    undertaker = new Thread(process::destroyForcibly, "undertaker");
    Runtime.getRuntime().addShutdownHook(undertaker);
  }

  /** Starts the server with these arguments and waits for nothing. */
  public static ServerProcess launch(Path java, Path log, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    // As ./wardlight runs it, but these runs are too short for the second compiler to pay.
    command.addAll(List.of("-Xms96m", "-Xmx320m", "-Xss512k", "-XX:+UseSerialGC"));
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-XX:MaxDirectMemorySize=256m", "-XX:+ExitOnOutOfMemoryError"));
    command.add("-Dio.netty.leakDetection.level=disabled");
    command.add("-Dwardlight.home=" + PRODUCT);
    command.add("-Dlogback.configurationFile=" + PRODUCT.resolve("conf/logback.xml"));
    command.addAll(List.of("-cp", PRODUCT + "/lib/*", "org.wardlight.launcher.Main"));
    command.addAll(List.of(arguments));
    try {
      return new ServerProcess(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start(),
          log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + java, e);
    }
  }

  /** Starts the server on a facility and a data directory, and waits until it is ready. */
  public static ServerProcess start(Path java, Path config, Path data, int port) {
    Path log = data.resolveSibling(data.getFileName() + "-" + System.nanoTime() + ".log");
    ServerProcess server =
        launch(
            java,
            log,
            "--config",
            config.toString(),
            "--data",
            data.toString(),
            "--port",
            Integer.toString(port));
    try {
      server.awaitReady();
    } catch (RuntimeException | Error e) {
      server.kill();
      throw e;
    }
    return server;
  }

  private void awaitReady() {
    await("the server's ready line")
        .atMost(START)
        .pollInterval(Duration.ofMillis(50))
        .failFast(
            () -> {
              if (!process.isAlive()) {
                throw new IllegalStateException("the server ended:\n" + log());
              }
            })
        .until(() -> log().contains("ready after "));
  }

  /** A port of loopback that is free now. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that it has written so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process id, for {@code strace}. */
  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL, at once; returns when it is dead. */
  public Instant kill() {
    process.destroyForcibly();
    Instant at = Instant.now();
    awaitExit(STOP);
    return at;
  }

  /** SIGTERM; returns the exit code. */
  public int stop() {
    process.destroy();
    return awaitExit(STOP);
  }

  /** Waits for its end and returns the exit code. */
  public int awaitExit(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the server did not end within " + limit + ":\n" + log());
      }
      Runtime.getRuntime().removeShutdownHook(undertaker);
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the server's end", e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      int unused = stop();
    }
  }
}
