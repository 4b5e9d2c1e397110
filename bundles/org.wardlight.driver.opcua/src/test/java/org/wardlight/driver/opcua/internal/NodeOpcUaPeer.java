package org.wardlight.driver.opcua.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An OPC UA server of other makers (node-opcua), as a process. */
final class NodeOpcUaPeer implements AutoCloseable {
  private static final Path SOURCE = Path.of("src/test/peer");
  private static final Path INSTALLED = Path.of("target/peer");
  private final Process process;

  private NodeOpcUaPeer(Process process) {
    this.process = process;
  }

  /** Whether it can be had: it needs Node and npm. */
  static boolean isPossible() {
    return runs("node") && runs("npm");
  }

  private static boolean runs(String command) {
    try {
      return new ProcessBuilder(command, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Installs exactly what the lock file names, unless that is there: half a minute, 81 MB.
   *
   * @return false if npm cannot: then this machine has no way to a registry
   */
  static boolean install() throws IOException, InterruptedException {
    Files.createDirectories(INSTALLED);
    Path lock = INSTALLED.resolve("package-lock.json");
    boolean present =
        Files.isDirectory(INSTALLED.resolve("node_modules"))
            && Files.exists(lock)
            && Files.mismatch(lock, SOURCE.resolve("package-lock.json")) < 0;
    for (String name : List.of("package.json", "server.js")) {
      Files.copy(
          SOURCE.resolve(name), INSTALLED.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    if (present) {
      return true;
    }
    Files.copy(SOURCE.resolve("package-lock.json"), lock, StandardCopyOption.REPLACE_EXISTING);
    Process npm =
        new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
            .directory(INSTALLED.toFile())
            .redirectErrorStream(true)
            .redirectOutput(INSTALLED.resolve("npm.log").toFile())
            .start();
    if (!npm.waitFor(5, TimeUnit.MINUTES) || npm.exitValue() != 0) {
      npm.destroy();
      // A part of it would look installed the next time.
      Files.delete(lock);
      return false;
    }
    return true;
  }

  static NodeOpcUaPeer start(int port, Path directory) throws IOException {
    Process started =
        new ProcessBuilder("node", "server.js", String.valueOf(port), directory.toString())
            .directory(INSTALLED.toFile())
            .redirectError(INSTALLED.resolve("server.log").toFile())
            .start();
    BufferedReader says = started.inputReader(StandardCharsets.UTF_8);
    for (String line = says.readLine(); line != null; line = says.readLine()) {
      if (line.equals("ready")) {
        return new NodeOpcUaPeer(started);
      }
    }
    throw new IOException("the server ended: " + Files.readString(INSTALLED.resolve("server.log")));
  }

  /** Its process ends with its input. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().orTimeout(5, TimeUnit.SECONDS).exceptionally(late -> end()).join();
  }

  private Process end() {
    return process.destroyForcibly();
  }
}
