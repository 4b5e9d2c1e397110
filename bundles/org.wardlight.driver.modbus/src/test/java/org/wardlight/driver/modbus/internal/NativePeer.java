package org.wardlight.driver.modbus.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program {@code src/test/c/modbus-peer.c}, compiled at first use and started. */
final class NativePeer implements AutoCloseable {
  private static final Path SOURCE = Path.of("src/test/c/modbus-peer.c");
  private static final Path PROGRAM = Path.of("target/modbus-peer");

  private final Process process;

  /** The port or path that it printed. */
  final String place;

  NativePeer(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(program()));
    command.addAll(List.of(words));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out =
        new BufferedReader(
            new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null) {
      throw new IOException("modbus-peer " + String.join(" ", words) + " did not start");
    }
    place = line;
  }

  private static synchronized String program() throws IOException {
    if (!Files.exists(PROGRAM)
        || Files.getLastModifiedTime(PROGRAM).compareTo(Files.getLastModifiedTime(SOURCE)) < 0) {
      compile();
    }
    return PROGRAM.toString();
  }

  private static void compile() throws IOException {
    try {
      Process cc =
          new ProcessBuilder(
                  "cc",
                  "-O1",
                  "-o",
                  PROGRAM.toString(),
                  SOURCE.toString(),
                  "-lmodbus",
                  "-lutil",
                  "-lpthread")
              .inheritIO()
              .start();
      if (cc.waitFor() == 0) {
        return;
      }
      throw new AssertionError(
          "modbus-peer.c cannot be compiled; it needs Debian's packages gcc, libc6-dev and"
              + " libmodbus-dev");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        throw new IOException("modbus-peer did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
