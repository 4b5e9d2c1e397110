package org.wardlight.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A way at night is one row of the record, whatever becomes of the server meanwhile. */
class EpisodeIT {
  private static final Duration LONG = Duration.ofMinutes(30);
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration SOON = ServerProcess.SOON;

  /** OPC UA and Modbus. */
  private static final List<String> ROOMS = List.of("203", "105");

  private final Instant began = Instant.now();
  private final int port = ServerProcess.freePort();
  private final Path directory = Site.directory("episode");
  private final Path data = directory.resolve("data");

  @Test
  void aWayInWhichTheServerIsKilledIsOneEpisodeWithItsStepsFromBefore() {
    try (House house = House.open(directory.resolve("config"), LONG, LONG)) {
      Map<String, JsonNode> before = new HashMap<>();
      try (ServerProcess server = start(house)) {
        ApiClient nurse = nurse(house);
        for (String room : ROOMS) {
          house.perform(room, "leaves bed");
          awaitEpisode(nurse, room, episode -> has(episode, "light"));
          house.perform(room, "enters bathroom");
          before.put(room, awaitEpisode(nurse, room, episode -> has(episode, "bathroom")));
        }
        var unused = server.kill();
      }
      try (ServerProcess server = start(house)) {
        ApiClient nurse = nurse(house);
        before.forEach((room, was) -> sameSteps(was, awaitEpisode(nurse, room, now -> true)));
        for (Map.Entry<String, JsonNode> way : before.entrySet()) {
          String room = way.getKey();
          house.perform(room, "returns to bed");
          JsonNode over = awaitEpisode(nurse, room, episode -> has(episode, "outcome"));
          sameSteps(way.getValue(), over);
          assertThat(over.path("outcome").asText()).as(over.toString()).isEqualTo("COMPLETE");
          assertThat(has(over, "missing")).as(over.toString()).isFalse();
          assertThat(over.path("bathroomUnknown").asBoolean()).isFalse();
          assertThat(RestartDrill.instant(over, "back"))
              .isAfter(RestartDrill.instant(over, "bathroom"));
        }
        assertThat(server.stop()).as("exit code").isIn(0, 143);
      }
    }
    eachIsOnRecordOnce();
  }

  private ServerProcess start(House house) {
    return ServerProcess.start(ServerProcess.JAVA, house.directory(), data, port);
  }

  /** A nurse at a server that reads all devices and follows its rules. */
  private ApiClient nurse(House house) {
    ApiClient nurse = ApiClient.logIn(port, data, "nurse");
    try (Station station = nurse.live("203")) {
      station.awaitDevices(house.devices(), true, START);
    }
    var unused = nurse.awaitRules(START, ROOMS.toArray(String[]::new));
    return nurse;
  }

  /** The only episode of a room, once it is as wished. */
  private JsonNode awaitEpisode(ApiClient nurse, String room, Predicate<JsonNode> asWished) {
    return await("the way of " + room)
        .atMost(SOON)
        .until(
            () -> {
              List<JsonNode> all = episodes(nurse, room);
              assertThat(all).as(room).hasSizeLessThanOrEqualTo(1);
              return all;
            },
            all -> all.stream().anyMatch(asWished))
        .get(0);
  }

  private List<JsonNode> episodes(ApiClient nurse, String room) {
    return ApiClient.list(
        nurse
            .get(
                "/rooms/%s/episodes?from=%s&to=%s"
                    .formatted(room, began.minusSeconds(60), Instant.now().plusSeconds(60)))
            .path("episodes"));
  }

  private static void sameSteps(JsonNode before, JsonNode now) {
    for (String field : List.of("id", "resident", "since", "light", "bathroom")) {
      assertThat(now.path(field)).as(field + " of " + now).isEqualTo(before.path(field));
    }
  }

  private static boolean has(JsonNode episode, String field) {
    return !episode.path(field).isNull();
  }

  private void eachIsOnRecordOnce() {
    List<JsonNode> entries = Tool.record(data);
    for (String event : List.of("EpisodeBegan", "EpisodeEnded")) {
      assertThat(entries)
          .filteredOn(entry -> entry.path("event").asText().equals(event))
          .as(event)
          .extracting(entry -> entry.path("room").asText())
          .containsExactlyInAnyOrderElementsOf(ROOMS);
    }
  }
}
