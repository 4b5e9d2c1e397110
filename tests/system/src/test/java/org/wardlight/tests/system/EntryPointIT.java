package org.wardlight.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the container image runs, without a container: entry point and health check. */
final class EntryPointIT {
  private static final Path DOCKER = Path.of("../../docker").toAbsolutePath().normalize();

  /**
   * Runs a command in a mount namespace of its own in which everything but the data directory is
   * read-only; needs root, as the tests' installation of tools does.
   */
  private static final String READ_ONLY =
      """
      mount --make-rprivate / && mount --bind "$WARDLIGHT_DATA" "$WARDLIGHT_DATA" \
        && mount -o remount,bind,ro / && exec "$0"
      """;

  @TempDir Path directory;

  @Test
  void theEntryPointServesHealthilyWithNothingWritableButTheDataDirectory() throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    Path log = data.resolve("server.log");
    Map<String, String> environment =
        Map.of(
            "WARDLIGHT_HOME", ServerProcess.PRODUCT.toString(),
            "WARDLIGHT_DATA", data.toString(),
            "WARDLIGHT_CONFIG", directory.resolve("none").toString(),
            "WARDLIGHT_PORT", Integer.toString(ServerProcess.freePort()));
    boolean root = "root".equals(System.getProperty("user.name"));
    String entry = DOCKER.resolve("entrypoint").toString();
    Process server =
        root
            ? run(log, environment, "unshare", "--mount", "sh", "-c", READ_ONLY, entry)
            : run(log, environment, entry);
    try {
      await("ready")
          .atMost(Duration.ofSeconds(135))
          .failFast(() -> assertThat(server.isAlive()).as(text(log)).isTrue())
          .until(() -> text(log).contains("ready after "));
      assertThat(text(log)).contains("running the demo facility");
      assertThat(healthy(environment)).isTrue();
    } finally {
      server.destroy();
    }
    assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(healthy(environment)).isFalse();
  }

  private boolean healthy(Map<String, String> environment) throws Exception {
    Process health =
        run(directory.resolve("health.log"), environment, DOCKER.resolve("health").toString());
    assertThat(health.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return health.exitValue() == 0;
  }

  private static Process run(Path log, Map<String, String> environment, String... command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }

  private static String text(Path log) throws IOException {
    return Files.readString(log);
  }
}
