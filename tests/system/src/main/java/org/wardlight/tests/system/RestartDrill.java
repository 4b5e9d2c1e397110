package org.wardlight.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.wardlight.tests.system.Station.Sighting;

/**
 * Kills the server while two residents are in the bathroom, and starts it anew. The limit of room
 * 203 passes after the restart, that of room 105 about when the server is down or starting.
 */
public final class RestartDrill {
  /** Room 203's limit: longer than a restart takes. */
  static final Duration LONG = Duration.ofSeconds(24);

  /** Room 105's limit. */
  static final Duration SHORT = Duration.ofSeconds(7);

  /** Deadlines are looked at once a second; the rest is for the way to the journal. */
  static final Duration TOLERANCE = Duration.ofMillis(1250);

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration SOON = ServerProcess.SOON;

  private final Path directory;
  private final Duration killAfter;
  private final int port = ServerProcess.freePort();
  private final Path data;

  /**
   * Prepares a drill.
   *
   * @param directory an empty directory
   * @param killAfter time from the first frame that shows both dwell clocks to the kill
   */
  public RestartDrill(Path directory, Duration killAfter) {
    this.directory = directory;
    this.killAfter = killAfter;
    data = directory.resolve("data");
  }

  private record Before(JsonNode exit203, JsonNode exit105, JsonNode clock203, JsonNode clock105) {}

  /** Runs the drill; throws if anything is lost, doubled or late. Returns what was measured. */
  public String restartInTheMiddleOfADwell() {
    try (House house = House.open(directory.resolve("config"), LONG, SHORT)) {
      Path config = house.directory();
      Before before;
      Instant killed;
      try (ServerProcess first = ServerProcess.start(ServerProcess.JAVA, config, data, port)) {
        before = untilTheKill(house);
        killed = first.kill();
      }
      try (ServerProcess second = ServerProcess.start(ServerProcess.JAVA, config, data, port)) {
        Instant ready = Instant.now();
        String measured = afterTheRestart(before, ready);
        assertThat(second.stop()).as("exit code").isIn(0, 143);
        return "killed %.1f s into the dwell, ready %.1f s later; "
                .formatted(
                    seconds(instant(before.clock203, "since"), killed), seconds(killed, ready))
            + measured;
      }
    }
  }

  private Before untilTheKill(House house) {
    ApiClient nurse = ApiClient.logIn(port, data, "nurse");
    try (Station station = nurse.live("203")) {
      station.awaitDevices(house.devices(), true, START);
      var unused = nurse.awaitRules(START, "105", "203");
      house.perform("203", "leaves bed");
      house.perform("105", "leaves bed");
      station.awaitAlarm("bed.exit", "203", SOON, a -> true);
      JsonNode exit105 = station.awaitAlarm("bed.exit", "105", SOON, a -> true).alarm();
      nurse.accept(exit105.path("id").asText());
      exit105 =
          station
              .awaitAlarm("bed.exit", "105", SOON, a -> a.path("state").asText().equals("ACCEPTED"))
              .alarm();
      JsonNode exit203 = station.awaitAlarm("bed.exit", "203", SOON, a -> true).alarm();
      house.perform("203", "enters bathroom");
      house.perform("105", "enters bathroom");
      JsonNode clock203 = station.awaitClock("bathroom.dwell", "203/bathroom", SOON);
      JsonNode clock105 = station.awaitClock("bathroom.dwell", "105/bathroom", SOON);
      Instant kill = Instant.now().plus(killAfter);
      await("the moment of the kill")
          .atMost(killAfter.plusSeconds(5))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> !Instant.now().isBefore(kill));
      return new Before(exit203, exit105, clock203, clock105);
    }
  }

  private String afterTheRestart(Before before, Instant ready) {
    ApiClient nurse = ApiClient.logIn(port, data, "nurse");
    try (Station station = nurse.live("203")) {
      Instant rules = nurse.awaitRules(START, "105", "203");
      Sighting dwell105 = station.awaitAlarm("bathroom.dwell", "105", SOON, a -> true);
      sameAlarm(before.exit203, station, "203");
      sameAlarm(before.exit105, station, "105");
      Instant due = instant(before.clock203, "at");
      Duration left = Duration.between(Instant.now(), due);
      Sighting dwell203 =
          station.awaitAlarm(
              "bathroom.dwell",
              "203",
              (left.isNegative() ? Duration.ZERO : left).plus(SOON),
              a -> true);
      onTime(before.clock105, dwell105.alarm(), rules);
      onTime(before.clock203, dwell203.alarm(), rules);
      // Only now, when a second alarm would have come too.
      for (String room : List.of("203", "105")) {
        assertThat(station.everShown("bathroom.dwell", room)).hasSize(1);
        assertThat(station.everShown("bed.exit", room)).hasSize(1);
      }
      for (Sighting dwell : List.of(dwell203, dwell105)) {
        assertThat(ApiClient.handled(nurse.journey(dwell.id()))).containsExactly("Raised");
      }
      assertThat(station.trouble()).isEmpty();
      return "rules %.1f s after that; dwell alarms %.2f s (203) and %.2f s (105) after their time"
          .formatted(
              seconds(ready, rules),
              late(before.clock203, dwell203),
              late(before.clock105, dwell105));
    }
  }

  /** Still open, with the same id, and as it was. */
  private static void sameAlarm(JsonNode before, Station station, String room) {
    JsonNode now = station.awaitAlarm("bed.exit", room, SOON, a -> true).alarm();
    for (String field :
        List.of("id", "state", "since", "raisedAt", "repeats", "acceptedBy", "conditionActive")) {
      assertThat(now.path(field))
          .as(field + " of the bed exit in " + room)
          .isEqualTo(before.path(field));
    }
  }

  /** At its original time, or as soon as there are rules again if that had passed. */
  private static void onTime(JsonNode clock, JsonNode alarm, Instant rules) {
    assertThat(alarm.path("since")).isEqualTo(clock.path("since"));
    Instant due = instant(clock, "at");
    Instant raised = instant(alarm, "raisedAt");
    Instant latest = (due.isBefore(rules) ? rules : due).plus(TOLERANCE);
    assertThat(raised).as("raised, due at " + due).isBetween(due, latest);
  }

  private static double late(JsonNode clock, Sighting shown) {
    return seconds(instant(clock, "at"), instant(shown.alarm(), "raisedAt"));
  }

  static Instant instant(JsonNode of, String field) {
    return Instant.parse(of.path(field).asText());
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }
}
