package org.wardlight.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wardlight.sim.DemoCopy;

/**
 * Kills the server while its configuration changes, in turn while somebody rewrites the files and
 * while it rolls back itself, and starts it anew: one whole version must be in force.
 */
public final class ConfigurationDrill {
  private static final int LONGEST_WRITING_MILLIS = 5_000;

  /** From the note that a roll-back begins to its end it takes some tens of milliseconds. */
  private static final int LONGEST_ROLL_BACK_MILLIS = 60;

  private static final Duration SOON = ServerProcess.SOON;

  private final Path data;
  private final Path config;
  private final Random random;
  private final int port = ServerProcess.freePort();
  private int version = 1;
  private int restored;
  private int kept;
  private int halfDone;
  private boolean cutOff;

  /**
   * Prepares a drill.
   *
   * @param directory an empty directory
   * @param seed chooses the moments
   */
  public ConfigurationDrill(Path directory, long seed) {
    data = directory.resolve("data");
    config =
        DemoCopy.prepare(
            ServerProcess.PRODUCT.resolve("device-configs/facilities/demo"),
            directory.resolve("config"));
    random = new Random(seed);
  }

  /**
   * Kills so often; throws if a start shows anything but one whole version. Returns what it did.
   */
  public String run(int times) {
    write(version);
    ServerProcess server = start();
    try {
      for (int trial = 0; trial < times; trial++) {
        if (trial % 2 == 0) {
          int before = versionInForce();
          killWhileWriting(server);
          server = start();
          assertThat(versionInForce()).as("trial %d", trial).isBetween(before, version);
        } else {
          int target = killWhileRollingBack(server);
          server = start();
          if (cutOff) {
            await("the roll-back is finished").atMost(SOON).until(() -> versionInForce() == target);
          }
          int now = versionInForce();
          assertThat(now).as("trial %d", trial).isIn(version, target);
          halfDone += cutOff ? 1 : 0;
          // What is in force is what lies there, and nothing is left half done.
          assertThat(versionOfFiles()).as("files after trial %d", trial).isEqualTo(now);
          restored += now == target ? 1 : 0;
          kept += now == version ? 1 : 0;
        }
      }
    } finally {
      server.close();
    }
    return "killed %d times while %d versions were written; of %d roll-backs, %d of them cut off in the middle, %d came about and %d did not"
        .formatted(times, version, restored + kept, halfDone, restored, kept);
  }

  private ServerProcess start() {
    return ServerProcess.start(ServerProcess.JAVA, config, data, port);
  }

  /** Rewritten again and again, with pauses that let some of the versions be applied. */
  private void killWhileWriting(ServerProcess server) {
    CompletableFuture<Void> kill = kill(server, random.nextInt(LONGEST_WRITING_MILLIS));
    while (!kill.isDone()) {
      write(++version);
      pause(random.nextInt(3_000));
    }
    kill.join();
  }

  /** Returns the version that the server was to go back to from the latest. */
  private int killWhileRollingBack(ServerProcess server) {
    ApiClient engineer = ApiClient.logIn(port, data, "engineer");
    // Another one to come back to: applied at once, without waiting until the files are quiet.
    int target = versionInForce();
    int number = engineer.get("/configuration").path("entries").path(0).path("number").asInt();
    write(++version);
    JsonNode applied = engineer.ask("/configuration/apply", Map.of());
    assertThat(applied.path("type").asText()).as(applied.toString()).isEqualTo("Applied");
    Path note = data.resolve("configurations/restoring.json");
    CompletableFuture<JsonNode> answer =
        CompletableFuture.supplyAsync(
            () -> engineer.ask("/configuration/rollback", Map.of("number", number)));
    await("the roll-back begins, or is over already")
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> Files.exists(note) || answer.isDone());
    pause(random.nextInt(LONGEST_ROLL_BACK_MILLIS));
    var unused = server.kill();
    cutOff = Files.exists(note);
    try {
      var unusedAnswer = answer.join();
    } catch (CompletionException e) {
      // Mostly nobody is left to answer.
      assertThat(e).hasCauseInstanceOf(UncheckedIOException.class);
    }
    return target;
  }

  private static CompletableFuture<Void> kill(ServerProcess victim, int afterMillis) {
    return CompletableFuture.runAsync(
        () -> {
          pause(afterMillis);
          var unused = victim.kill();
        });
  }

  private static void pause(int millis) {
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }

  /** Every part says which version it belongs to. */
  private int versionInForce() {
    JsonNode facility = ApiClient.logIn(port, data, "nurse").get("/facility");
    int number = number(facility.path("name").asText(), "House (\\d+)");
    for (JsonNode ward : facility.path("wards")) {
      assertThat(ward.path("name").asText()).isEqualTo("Ward " + number);
    }
    return number;
  }

  private int versionOfFiles() {
    try {
      int number = number(Files.readString(config.resolve("facility.yaml")), "name: House (\\d+)");
      for (String ward : new String[] {"wards/ward-a.yaml", "wards/ward-b.yaml"}) {
        assertThat(Files.readString(config.resolve(ward)))
            .contains("\nname: Ward " + number + "\n");
      }
      return number;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int number(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  /** As an editor does it: each file is written beside and renamed. */
  private void write(int number) {
    rewrite("facility.yaml", "name: .*", "name: House " + number);
    rewrite("wards/ward-a.yaml", "(?m)^name: .*", "name: Ward " + number);
    rewrite("wards/ward-b.yaml", "(?m)^name: .*", "name: Ward " + number);
  }

  private void rewrite(String file, String was, String is) {
    Path path = config.resolve(file);
    Path beside = path.resolveSibling("." + path.getFileName() + ".tmp");
    try {
      Files.writeString(beside, Files.readString(path).replaceFirst(was, is));
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
