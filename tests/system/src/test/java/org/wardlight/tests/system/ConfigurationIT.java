package org.wardlight.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.wardlight.sim.DemoCopy;

/**
 * Configuration of the real process: applied while running, refused, kept, and whole after SIGKILL.
 * Killed three times by default; {@code -Dkill.trials=N} for more.
 */
class ConfigurationIT {
  private static final int TRIALS = Integer.getInteger("kill.trials", 3);
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Path directory = Site.directory("configuration");
  private final Path data = directory.resolve("data");
  private final Path config =
      DemoCopy.prepare(
          ServerProcess.PRODUCT.resolve("device-configs/facilities/demo"),
          directory.resolve("config"));
  private final int port = ServerProcess.freePort();

  private ServerProcess start() {
    return ServerProcess.start(ServerProcess.JAVA, config, data, port);
  }

  private static void awaitLine(ServerProcess server, String line) {
    await(line).atMost(SOON).until(() -> Pattern.compile(line).matcher(server.log()).find());
  }

  @Test
  void changesAreAppliedOrRefusedWhileRunningAndSurviveARestart() {
    try (ServerProcess server = start()) {
      House.replace(config.resolve("wards/ward-a.yaml"), "name: Ward A", "name: Rose ward");
      awaitLine(server, "configuration 2 of files is in force: 1 ward changed");
      House.replace(
          config.resolve("wards/ward-b.yaml"), "care-level: assisted", "care-level: asisted");
      awaitLine(server, "the changed configuration is refused");
      assertThat(server.log()).containsPattern("ward-b\\.yaml:\\d+:\\d+.*asisted");
      ApiClient nurse = ApiClient.logIn(port, data, "nurse");
      await("the technical alarm")
          .atMost(SOON)
          .until(
              () ->
                  nurse.alarms().stream()
                      .anyMatch(a -> a.path("kind").asText().equals("configuration.invalid")));
    }
    // Still invalid: the last good one is used.
    try (ServerProcess server = start()) {
      assertThat(server.log()).contains("Configuration 2, the last good one, is in force");
      JsonNode facility = ApiClient.logIn(port, data, "nurse").get("/facility");
      assertThat(facility.path("wards").get(0).path("name").asText()).isEqualTo("Rose ward");
      House.replace(
          config.resolve("wards/ward-b.yaml"), "care-level: asisted", "care-level: assisted");
      awaitLine(server, "the configuration is valid again");
    }
  }

  @Test
  void killedWhileItsFilesAreRewrittenItComesUpWithOneVersion() throws IOException {
    Random random = new Random(3);
    int version = 1;
    write(version);
    ServerProcess server = start();
    try {
      for (int trial = 0; trial < TRIALS; trial++) {
        ServerProcess victim = server;
        int moment = random.nextInt(5_000);
        CompletableFuture<Void> kill =
            CompletableFuture.runAsync(
                () -> {
                  pause(moment);
                  victim.kill();
                });
        // Rewritten again and again, with pauses that let some of the versions be applied.
        while (!kill.isDone()) {
          write(++version);
          pause(random.nextInt(3_000));
        }
        kill.join();
        server = start();
        assertThat(versionInForce()).as("trial %d", trial).isBetween(1, version);
      }
    } finally {
      server.close();
    }
    System.out.printf("killed %d times while %d versions were written%n", TRIALS, version);
  }

  private static void pause(int millis) {
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }

  /** Every part says which version it belongs to. */
  private int versionInForce() {
    JsonNode facility = ApiClient.logIn(port, data, "nurse").get("/facility");
    Matcher name = Pattern.compile("House (\\d+)").matcher(facility.path("name").asText());
    assertThat(name.matches()).isTrue();
    for (JsonNode ward : facility.path("wards")) {
      assertThat(ward.path("name").asText()).isEqualTo("Ward " + name.group(1));
    }
    return Integer.parseInt(name.group(1));
  }

  /** As an editor does it: each file is written beside and renamed. */
  private void write(int version) throws IOException {
    rewrite("facility.yaml", "name: .*", "name: House " + version);
    rewrite("wards/ward-a.yaml", "(?m)^name: .*", "name: Ward " + version);
    rewrite("wards/ward-b.yaml", "(?m)^name: .*", "name: Ward " + version);
  }

  private void rewrite(String file, String was, String is) throws IOException {
    Path path = config.resolve(file);
    Path beside = path.resolveSibling("." + path.getFileName() + ".tmp");
    Files.writeString(beside, Files.readString(path).replaceFirst(was, is));
    Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
  }
}
