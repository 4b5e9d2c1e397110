package org.wardlight.tests.system;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.tests.system.Station.Sighting;

/** Buttons and cords: what a person presses is seen at once, once, and ends where it should. */
@ExtendWith(Site.Shared.class)
class CallsIT {
  private static final List<String> BUTTONS = List.of("call.bed", "call.living", "bathroom.cord");
  private static final int PRESSES = 100;
  private static final Duration SOON = ServerProcess.SOON;

  private final Site site;
  private final House house;
  private final Station station;

  CallsIT(Site site) {
    this.site = site;
    house = site.house;
    station = site.station;
  }

  @Test
  void aHundredPressesAreSeenWithinASecondNoneLostNoneDoubled() throws InterruptedException {
    List<Point> buttons = new ArrayList<>(house.points(BUTTONS).toList());
    Random random = new Random(203);
    Collections.shuffle(buttons, random);
    List<Long> micros = new ArrayList<>();
    int left = PRESSES;
    while (left > 0) {
      List<Point> round = buttons.subList(0, Math.min(left, buttons.size()));
      micros.addAll(pressAll(round, random));
      resetAllRooms();
      left -= round.size();
    }
    long[] sorted = micros.stream().mapToLong(m -> m).sorted().toArray();
    assertThat(sorted).hasSize(PRESSES);
    long p99 = sorted[PRESSES * 99 / 100 - 1];
    System.out.printf(
        "%d calls, device to frame: p50 %d ms, p99 %d ms, max %d ms%n",
        PRESSES, sorted[PRESSES / 2] / 1000, p99 / 1000, sorted[PRESSES - 1] / 1000);
    assertThat(p99).as("p99 in µs of %s", Arrays.toString(sorted)).isLessThan(1_000_000);
  }

  /** Presses at random moments, ten a second, and returns how long each took to be shown. */
  private List<Long> pressAll(List<Point> buttons, Random random) throws InterruptedException {
    int before = station.sightings().size();
    Map<String, Long> pressed = new ConcurrentHashMap<>();
    ScheduledExecutorService hands = Executors.newSingleThreadScheduledExecutor();
    for (Point button : buttons) {
      var unused =
          hands.schedule(
              () -> {
                pressed.put(place(button), System.nanoTime());
                house.press(button, Duration.ofMillis(700));
              },
              random.nextLong(buttons.size() * 100L),
              TimeUnit.MILLISECONDS);
    }
    hands.shutdown(); // what is scheduled still runs
    assertThat(hands.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(pressed).hasSameSizeAs(buttons);
    Map<String, List<Sighting>> shown = new HashMap<>();
    await("all calls are shown")
        .atMost(SOON)
        .until(
            () -> {
              shown.clear();
              shown.putAll(callsSince(before));
              return shown.size() >= buttons.size();
            });
    // Whatever else these presses may have caused has had a second to come.
    await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
    shown.clear();
    shown.putAll(callsSince(before));
    List<Long> micros = new ArrayList<>();
    shown.forEach(
        (place, sightings) -> {
          assertThat(sightings)
              .as(place)
              .extracting(Sighting::id)
              .containsOnly(sightings.get(0).id());
          assertThat(pressed).containsKey(place);
          micros.add((sightings.get(0).nanos() - pressed.getOrDefault(place, 0L)) / 1000);
        });
    assertThat(micros).hasSameSizeAs(buttons);
    return micros;
  }

  private Map<String, List<Sighting>> callsSince(int before) {
    List<Sighting> all = station.sightings();
    return all.subList(before, all.size()).stream()
        // A button that is pressed thrice a minute is said to chatter, beside its call.
        .filter(s -> !s.alarm().path("kind").asText().equals("alarm.chatter"))
        .collect(groupingBy(s -> s.alarm().path("kind").asText() + "@" + space(s.alarm())));
  }

  private static String place(Point button) {
    PointKind.Call call = Objects.requireNonNull(button.kind().raises());
    return call.kind() + "@" + button.space();
  }

  private static String space(JsonNode alarm) {
    return alarm.path("space").asText();
  }

  /**
   * What is open, without what the desk notes about buttons that were pressed thrice a minute, and
   * about devices that another class pulled as often.
   */
  private List<JsonNode> calls() {
    return site.nurse.alarms().stream()
        .filter(alarm -> !alarm.path("class").asText().equals("TECHNICAL"))
        .toList();
  }

  /** Staff walk through all rooms: presence, both resets, gone again. */
  private void resetAllRooms() {
    List<String> rooms = house.points(List.of("staff.presence")).map(Point::room).toList();
    rooms.forEach(room -> house.perform(room, "presence on"));
    await("all calls are attended")
        .atMost(SOON)
        .until(() -> calls().stream().allMatch(CallsIT::attended));
    rooms.forEach(room -> house.perform(room, "reset"));
    rooms.forEach(room -> house.perform(room, "resets bathroom"));
    await("all calls are closed").atMost(SOON).until(() -> calls().isEmpty());
    rooms.forEach(room -> house.perform(room, "presence off"));
    await("the lamps are off")
        .atMost(SOON)
        .until(() -> rooms.stream().allMatch(room -> house.value(room, "lamp.green") == 0));
    await("the buttons are released")
        .atMost(SOON)
        .until(() -> rooms.stream().allMatch(room -> house.value(room, "staff.reset") == 0));
  }

  @Test
  void aCallWhileStaffIsPresentIsAnEmergencyThatEndsInTheRoomOnly() {
    for (String room : List.of("103", "211")) {
      house.perform(room, "presence on");
      await().atMost(SOON).until(() -> house.value(room, "lamp.green") == 1);
      house.press(room, "call.living");
      Sighting emergency = station.awaitAlarm("staff.emergency", room, SOON, a -> true);
      assertThat(emergency.alarm().path("priority").asInt()).isEqualTo(1);
      await("flashing red").atMost(SOON).until(() -> house.value(room, "lamp.red") == 2);
      assertThat(site.nurse.close(emergency.id(), "done")).isEqualTo(409);
      house.perform(room, "reset");
      station.awaitAlarm("staff.emergency", room, SOON, CallsIT::closed);
      house.perform(room, "presence off");
      await().atMost(SOON).until(() -> house.value(room, "lamp.red") == 0);
    }
  }

  @Test
  void aCordEndsInTheWetRoomOnly() {
    for (String room : List.of("104", "212")) {
      house.perform(room, "pulls cord");
      house.press(room, "call.living");
      Sighting cord = station.awaitAlarm("call.bathroom", room, SOON, a -> !closed(a));
      station.awaitAlarm("call.living", room, SOON, a -> !closed(a));
      await("white lamp").atMost(SOON).until(() -> house.value(room, "lamp.white") == 1);
      house.perform(room, "presence on");
      station.awaitAlarm("call.bathroom", room, SOON, CallsIT::attended);
      assertThat(site.nurse.close(cord.id(), "done")).isEqualTo(409);
      house.perform(room, "reset");
      JsonNode call = station.awaitAlarm("call.living", room, SOON, CallsIT::closed).alarm();
      assertThat(call.path("closeReason").asText()).isEqualTo("reset.in.room");
      assertThat(openIn(room)).containsExactly(cord.id());
      house.perform(room, "resets bathroom");
      JsonNode end = station.awaitAlarm("call.bathroom", room, SOON, CallsIT::closed).alarm();
      assertThat(end.path("closeReason").asText()).isEqualTo("reset.in.wet.room");
      house.perform(room, "presence off");
      await().atMost(SOON).until(() -> house.value(room, "lamp.white") == 0);
    }
  }

  private List<String> openIn(String room) {
    return calls().stream()
        .filter(a -> a.path("room").asText().equals(room))
        .map(a -> a.path("id").asText())
        .toList();
  }

  private static boolean attended(JsonNode alarm) {
    return alarm.path("state").asText().equals("ATTENDED");
  }

  private static boolean closed(JsonNode alarm) {
    return alarm.path("state").asText().equals("CLOSED");
  }
}
