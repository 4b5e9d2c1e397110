package org.wardlight.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardlight.tests.system.Station.Sighting;

/** The main job of the server: a night with a walk to the bathroom. */
@ExtendWith(Site.Shared.class)
class NightIT {
  private static final Duration SOON = ServerProcess.SOON;

  private final Site site;
  private final House house;
  private final Station station;

  NightIT(Site site) {
    this.site = site;
    house = site.house;
    station = site.station;
  }

  @ParameterizedTest
  @ValueSource(strings = {"203", "105"}) // OPC UA and Modbus
  void aWalkToTheBathroomThatTakesTooLongBringsSomebodyAndEndsInBed(String room) {
    ApiClient other = ApiClient.logIn(site.port, site.data, "nurse2");
    try (Station otherStation = other.live(room)) {
      Instant start = Instant.now();

      house.perform(room, "leaves bed");
      Sighting exit = station.awaitAlarm("bed.exit", room, SOON, a -> state(a, "RAISED"));
      assertThat(exit.alarm().path("class").asText()).isEqualTo("URGENT");
      assertThat(exit.alarm().path("recorded").asBoolean()).isTrue();
      shows(room, "lamp.red", 1);
      shows(room, "path.light", 10);

      house.perform(room, "enters bathroom");
      shows(room, "bathroom.light", 40);
      JsonNode clock = station.awaitClock("bathroom.dwell", room + "/bathroom", SOON);
      Instant due = RestartDrill.instant(clock, "at");
      assertThat(due).isEqualTo(RestartDrill.instant(clock, "since").plus(Site.LIMIT));

      Sighting dwell = station.awaitAlarm("bathroom.dwell", room, Site.LIMIT.plus(SOON), a -> true);
      assertThat(RestartDrill.instant(dwell.alarm(), "raisedAt"))
          .isBetween(due, due.plus(RestartDrill.TOLERANCE));
      System.out.printf(
          "night in %s: bed exit shown after %d ms, dwell alarm %d ms after its limit%n",
          room,
          Duration.between(start, exit.at()).toMillis(),
          Duration.between(due, dwell.at()).toMillis());

      List<String> both = List.of(exit.id(), dwell.id());
      both.forEach(site.nurse::accept);
      for (String kind : List.of("bed.exit", "bathroom.dwell")) {
        otherStation.awaitAlarm(
            kind, room, SOON, a -> a.path("acceptedBy").asText().equals("nurse"));
      }

      house.perform(room, "presence on");
      shows(room, "lamp.green", 1);
      for (String kind : List.of("bed.exit", "bathroom.dwell")) {
        station.awaitAlarm(kind, room, SOON, a -> state(a, "ATTENDED"));
      }

      house.perform(room, "returns to bed");
      for (String kind : List.of("bed.exit", "bathroom.dwell")) {
        Sighting end = station.awaitAlarm(kind, room, SOON, a -> state(a, "CLOSED"));
        assertThat(end.alarm().path("closeReason").asText()).isEqualTo("condition.returned");
      }
      shows(room, "bathroom.light", 0);
      shows(room, "path.light", 0);
      shows(room, "lamp.red", 0);
      house.perform(room, "presence off");
      shows(room, "lamp.green", 0);

      for (String id : both) {
        List<JsonNode> journey = site.nurse.journey(id);
        assertThat(ApiClient.handled(journey))
            .containsExactly("Raised", "Accepted", "Attended", "Returned", "Closed");
        assertThat(journey).extracting(e -> e.path("seq").asLong()).isSorted();
        assertThat(journey).extracting(e -> RestartDrill.instant(e, "at")).isSorted();
      }
      trendShowsTheVisit(room, start);
      assertThat(station.trouble() + otherStation.trouble()).isEmpty();
    }
  }

  @Test
  void whoStillSitsInTheBathroomWhenTheNurseLeavesIsNotForgotten() {
    house.perform("203", "leaves bed");
    house.perform("203", "enters bathroom");
    Sighting dwell =
        station.awaitAlarm("bathroom.dwell", "203", Site.LIMIT.plus(SOON), a -> state(a, "RAISED"));
    house.perform("203", "presence on");
    station.awaitAlarm("bathroom.dwell", "203", SOON, a -> state(a, "ATTENDED"));
    house.perform("203", "presence off");
    station.awaitAlarm(
        "bathroom.dwell",
        "203",
        SOON,
        a -> a.path("id").asText().equals(dwell.id()) && state(a, "RAISED"));
    shows("203", "lamp.red", 1);

    house.perform("203", "presence on");
    house.perform("203", "returns to bed");
    station.awaitAlarm(
        "bathroom.dwell",
        "203",
        SOON,
        a -> a.path("id").asText().equals(dwell.id()) && state(a, "CLOSED"));
    house.perform("203", "presence off");
    shows("203", "lamp.red", 0);
  }

  private void trendShowsTheVisit(String room, Instant start) {
    String point =
        house
            .points(List.of("bathroom.presence"))
            .filter(p -> p.room().equals(room))
            .findFirst()
            .orElseThrow()
            .name();
    await("the visit in the trend of " + point)
        .atMost(SOON)
        .until(
            () -> {
              List<JsonNode> buckets =
                  site.nurse.trend(point, start.minusSeconds(5), Instant.now(), 60);
              return !buckets.isEmpty()
                  && buckets.stream().anyMatch(b -> b.path(3).asDouble() == 1)
                  && buckets.get(buckets.size() - 1).path(4).asDouble() == 0;
            });
  }

  private void shows(String room, String kind, double value) {
    await(kind + " of " + room + " is " + value)
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> house.value(room, kind) == value);
  }

  private static boolean state(JsonNode alarm, String state) {
    return alarm.path("state").asText().equals(state);
  }
}
