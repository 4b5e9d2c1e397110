package org.wardlight.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Another limit on what was recorded: said by the running server, and without one by a backup. */
class RehearsalIT {
  private static final Duration SOON = ServerProcess.SOON;

  private final Path directory = Site.directory("rehearsal");
  private final Path data = directory.resolve("data");
  private final int port = ServerProcess.freePort();
  private final Instant from = Instant.now();

  @Test
  void aRestoredBackupSaysWhatTheServerSaid() {
    try (House house = House.open(directory.resolve("config"), Site.LIMIT, Site.LIMIT)) {
      Instant to;
      JsonNode said;
      try (ServerProcess server =
          ServerProcess.start(ServerProcess.JAVA, house.directory(), data, port)) {
        to = somebodyStaysTooLong(house);
        said = askTheServer(to);
        assertThat(server.stop()).as("exit code").isIn(0, 143);
      }
      JsonNode gone = said.path("differences").path(0);
      assertThat(said.path("differences")).as(said.toString()).hasSize(1);
      assertThat(gone.path("change").asText()).isEqualTo("GONE");
      assertThat(gone.path("kind").asText()).isEqualTo("bathroom.dwell");
      assertThat(said.path("samples").asLong()).isPositive();
      assertThat(said.path("same").asLong()).as("the bed exit").isPositive();

      Tool.Ended alone =
          Tool.run(
              Tool.COMMAND,
              "rules-rehearse",
              "--data",
              restored(),
              "--config",
              house.directory(),
              "--from",
              from,
              "--to",
              to,
              "--limit",
              "r-203.bathroom-limit-night=30min");
      assertThat(alone.code()).as(alone.output()).isZero();
      assertThat(alone.output())
          .contains(
              "%-12s %s bathroom.dwell since %s: %s URGENT -> - -%n"
                  .formatted(
                      "gone",
                      gone.path("space").asText(),
                      gone.path("since").asText(),
                      gone.path("before").asText()))
          .contains(
              "finished: %s samples, 1 differences, %s more, %s alarms the same"
                  .formatted(said.path("samples"), said.path("more"), said.path("same")));
    }
  }

  /** Returns when the samples up to then, the alarm's among them, can be looked back at. */
  private Instant somebodyStaysTooLong(House house) {
    ApiClient nurse = ApiClient.logIn(port, data, "nurse");
    Instant to;
    try (Station station = nurse.live("203")) {
      station.awaitDevices(house.devices(), true, SOON);
      var unused = nurse.awaitRules(SOON.multipliedBy(2), "105", "203");
      house.perform("203", "leaves bed");
      house.perform("203", "enters bathroom");
      station.awaitAlarm("bathroom.dwell", "203", SOON, alarm -> true);
      to = Instant.now();
    }
    house.perform("203", "returns to bed");
    String bed =
        house
            .points(List.of("bed.occupied"))
            .filter(point -> point.room().equals("203"))
            .findFirst()
            .orElseThrow()
            .name();
    // Samples are written in their order.
    await("what came after it is on disk")
        .atMost(SOON)
        .until(
            () ->
                nurse.trend(bed, to, Instant.now(), 1).stream()
                    .anyMatch(bucket -> bucket.path(4).asDouble() == 1));
    return to;
  }

  private JsonNode askTheServer(Instant to) {
    ApiClient engineer = ApiClient.logIn(port, data, "engineer");
    String id =
        engineer
            .ask(
                "/rehearsals",
                Map.of(
                    "from",
                    from.toString(),
                    "to",
                    to.toString(),
                    "limits",
                    Map.of("r-203", Map.of("bathroom-limit-night", "30min"))))
            .path("id")
            .asText();
    return await("the rehearsal is over")
        .atMost(SOON.multipliedBy(2))
        .until(
            () -> engineer.get("/rehearsals/" + id),
            rehearsal -> rehearsal.path("state").asText().equals("FINISHED"));
  }

  private Path restored() {
    Path archive = directory.resolve("backup.zip");
    Tool.Ended made =
        Tool.run(Tool.BACKUP, "backup", "--data", data, "--out", archive, "--with-telemetry");
    assertThat(made.code()).as(made.output()).isZero();
    Path restored = directory.resolve("restored");
    Tool.Ended back = Tool.run(Tool.BACKUP, "restore", archive, "--data", restored);
    assertThat(back.code()).as(back.output()).isZero();
    return restored;
  }
}
