package org.wardlight.tests.system;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.wardlight.sim.DemoCopy;

/**
 * Configuration of the real process: applied while running, refused, kept, rolled back, and whole
 * after SIGKILL. Killed four times by default; {@code -Dkill.trials=N} or {@code ./wardlight soak
 * configuration} for more.
 */
class ConfigurationIT {
  private static final int TRIALS = Integer.getInteger("kill.trials", 4);
  private static final Duration SOON = ServerProcess.SOON;

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
  void aRollBackOverHttpKeepsTheLinksThatDoNotChange() throws IOException {
    try (House house = House.open(directory.resolve("house"), Site.LIMIT, Site.LIMIT);
        ServerProcess server =
            ServerProcess.start(ServerProcess.JAVA, house.directory(), data, port)) {
      Instant began = Instant.now();
      Path connections = house.directory().resolve("connections.yaml");
      String before = Files.readString(connections);
      ApiClient engineer = ApiClient.logIn(port, data, "engineer");
      Map<String, JsonNode> first = linksWhenUp(engineer);

      Files.writeString(connections, before.replaceFirst("(gateway-a2: .*timeout: )1s", "$12s"));
      House.replace(house.directory().resolve("wards/ward-a.yaml"), "name: Ward A", "name: Rose");
      JsonNode applied = engineer.ask("/configuration/apply", Map.of());
      assertThat(applied.path("type").asText()).as(applied.toString()).isEqualTo("Applied");
      Map<String, JsonNode> second = linksWhenUp(engineer);
      onlyGatewayA2IsNew(first, second);

      JsonNode back = engineer.ask("/configuration/rollback", Map.of("number", 1));
      assertThat(back.path("type").asText()).as(back.toString()).isEqualTo("Applied");
      assertThat(Files.readString(connections)).isEqualTo(before);
      assertThat(engineer.get("/facility").path("wards").get(0).path("name").asText())
          .isEqualTo("Ward A");
      onlyGatewayA2IsNew(second, linksWhenUp(engineer));

      List<JsonNode> entries = ApiClient.list(engineer.get("/configuration").path("entries"));
      assertThat(entries)
          .extracting(
              e -> e.path("number").asInt(),
              e -> e.path("who").asText(),
              e -> e.path("restored").asInt())
          .containsExactly(tuple(3, "engineer", 1), tuple(2, "engineer", 0), tuple(1, "files", 0));
      for (JsonNode entry : entries.subList(0, 2)) {
        assertThat(Instant.parse(entry.path("at").asText())).isBetween(began, Instant.now());
        assertThat(entry.path("changes").toString()).contains("gateway-a2", "ward-a");
      }
      assertThat(engineer.tryTo("/configuration/rollback", Map.of("number", 99))).isEqualTo(404);
      assertThat(
              ApiClient.logIn(port, data, "nurse")
                  .tryTo("/configuration/rollback", Map.of("number", 2)))
          .isEqualTo(403);
      assertThat(server.isAlive()).isTrue();
    }
  }

  /** The links by connection as soon as all are up and everything was read. */
  private static Map<String, JsonNode> linksWhenUp(ApiClient engineer) {
    Map<String, JsonNode> links = new HashMap<>();
    await("all links are up")
        .atMost(SOON)
        .until(
            () -> {
              links.clear();
              for (JsonNode link : engineer.get("/engineering/links").path("links")) {
                links.put(link.path("state").path("id").asText(), link);
              }
              return links.size() == 4
                  && links.values().stream()
                      .allMatch(
                          l ->
                              l.path("state").path("status").asText().equals("UP")
                                  && l.path("good").asInt() == l.path("points").asInt());
            });
    return Map.copyOf(links);
  }

  private static void onlyGatewayA2IsNew(Map<String, JsonNode> before, Map<String, JsonNode> now) {
    assertThat(now).hasSameSizeAs(before);
    now.forEach(
        (id, link) -> {
          boolean same =
              link.at("/state/since").equals(requireNonNull(before.get(id)).at("/state/since"));
          assertThat(same).as("%s keeps its connection", id).isEqualTo(!id.equals("gateway-a2"));
          assertThat(link.at("/figures/reconnects").asInt()).as(id).isZero();
        });
  }

  @Test
  void killedWhileItsConfigurationChangesItComesUpWithOneVersion() {
    System.out.println(new ConfigurationDrill(directory.resolve("drill"), 3).run(TRIALS));
  }
}
