package org.wardlight.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.wardlight.tests.system.Station.Sighting;

/**
 * Kills the server again and again while people call and staff answers, and compares each time what
 * a new start shows with what screens had seen before.
 */
public final class CrashDrill {
  /** Longest time from the connection of a screen to the alarms on it, once the server is ready. */
  static final Duration SHOWN = Duration.ofSeconds(5);

  private static final List<String> ROOMS =
      List.of("101", "102", "103", "104", "106", "201", "202", "204");
  private static final Duration LONG = Duration.ofMinutes(30);

  private final Path data;
  private final Path directory;
  private final Random random;
  private final int port = ServerProcess.freePort();

  /** The alarms that a screen showed as open, and those that it showed as closed. */
  private final Map<String, Seen> seen = new HashMap<>();

  private final Set<String> closed = new HashSet<>();

  /** Rooms that staff was in when the server died: what is open there may have ended. */
  private Set<String> visited = new HashSet<>();

  private int kept;
  private int accepted;
  private int presses;
  private long slowestMillis;

  private record Seen(String room, String acceptedBy) {}

  /** How the server dies. */
  private interface Death {
    void prepare(ServerProcess server);
  }

  /**
   * Prepares a drill.
   *
   * @param directory an empty directory
   */
  public CrashDrill(Path directory, long seed) {
    this.directory = directory;
    data = directory.resolve("data");
    random = new Random(seed);
  }

  /**
   * Runs it; throws if anything is lost, doubled, falsely closed or late.
   *
   * @param kills how often the server is killed at a random moment
   * @param calls in which of its calls on the journal's files it is killed besides, one by one
   * @return what was counted
   */
  public String run(int kills, List<Integer> calls) {
    try (House house = House.open(directory.resolve("config"), LONG, LONG)) {
      // What somebody accepted would call again in the middle of the drill, as it should.
      House.replace(
          house.directory().resolve("alarms.yaml"),
          "come-back-after: 3min",
          "come-back-after: 30min");
      for (int i = 0; i < kills; i++) {
        long millis = 200L + random.nextInt(1800);
        round(house, server -> killAfter(server, millis));
      }
      for (int call : calls) {
        List<Disturbance> disturbances = new ArrayList<>();
        String how = "signal=KILL:when=" + call;
        round(
            house,
            server ->
                disturbances.add(Disturbance.of(server, data, "pwrite64,fsync,fdatasync", how)));
        disturbances.forEach(Disturbance::close);
      }
      try (ServerProcess last = start(house)) {
        compare(ApiClient.logIn(port, data, "nurse"));
        assertThat(last.stop()).as("exit code").isIn(0, 143);
      }
    }
    int entries = journalIsSound();
    return ("%d kills at random moments, %d in a call of the journal: %d presses, %d journal"
            + " entries; %d open alarms seen before a kill, all shown after it (%d accepted),"
            + " %d seen closed, none open again, none doubled; shown at most %d ms after a"
            + " screen connected")
        .formatted(
            kills, calls.size(), presses, entries, kept, accepted, closed.size(), slowestMillis);
  }

  private ServerProcess start(House house) {
    return ServerProcess.start(ServerProcess.JAVA, house.directory(), data, port);
  }

  private static void killAfter(ServerProcess server, long millis) {
    var unused =
        CompletableFuture.runAsync(
            server::kill, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
  }

  private void round(House house, Death death) {
    try (ServerProcess server = start(house)) {
      ApiClient nurse = ApiClient.logIn(port, data, "nurse");
      compare(nurse);
      try (Station station = nurse.live("203")) {
        station.awaitDevices(house.devices(), true, Duration.ofSeconds(30));
        Set<String> left = visited;
        left.forEach(room -> house.perform(room, "presence off"));
        visited = new HashSet<>(left);
        Map<String, String> acceptedNow = new HashMap<>();
        death.prepare(server);
        live(house, server, nurse, station, acceptedNow);
        remember(station, acceptedNow);
      }
    }
  }

  /** People call and staff answers until the server is dead. */
  private void live(
      House house,
      ServerProcess server,
      ApiClient nurse,
      Station station,
      Map<String, String> acceptedNow) {
    Instant latest = Instant.now().plusSeconds(180);
    while (server.isAlive()) {
      assertThat(Instant.now()).as("the server dies").isBefore(latest);
      String room = ROOMS.get(random.nextInt(ROOMS.size()));
      List<Sighting> calls =
          station.latest().stream().filter(s -> open(s.alarm()) && in(room, s.alarm())).toList();
      try {
        if (calls.isEmpty() || random.nextInt(3) == 0) {
          house.press(room, "call.living");
          presses++;
        } else if (random.nextBoolean()) {
          nurse.accept(calls.get(0).id());
          acceptedNow.put(calls.get(0).id(), "nurse");
        } else if (ROOMS.indexOf(room) % 2 == 1) {
          visit(house, server, station, room);
        }
        TimeUnit.MILLISECONDS.sleep(20 + random.nextInt(60));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      } catch (UncheckedIOException e) {
        // It died meanwhile: whether this was done nobody knows, and nobody was told.
        await("its death").atMost(ServerProcess.SOON).until(() -> !server.isAlive());
      } catch (AssertionError e) {
        // An alarm that ended while the nurse was about to accept it.
        assertThat(e).hasMessageContaining("not.open");
      }
    }
  }

  private void visit(House house, ServerProcess server, Station station, String room) {
    visited.add(room);
    house.perform(room, "presence on");
    until(server, station, room, a -> a.path("state").asText().equals("ATTENDED"));
    house.perform(room, "reset");
    until(server, station, room, a -> !open(a));
    house.perform(room, "presence off");
  }

  /** Waits until an alarm of the room is so, or the server is dead. */
  private static void until(
      ServerProcess server, Station station, String room, Predicate<JsonNode> state) {
    await("what staff did in " + room)
        .atMost(ServerProcess.SOON)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () ->
                !server.isAlive()
                    || station.latest().stream()
                        .anyMatch(s -> in(room, s.alarm()) && state.test(s.alarm())));
  }

  /** What a screen and the nurse know at the moment of the death. */
  private void remember(Station station, Map<String, String> acceptedNow) {
    for (Sighting sighting : station.latest()) {
      JsonNode alarm = sighting.alarm();
      if (alarm.path("class").asText().equals("TECHNICAL")) {
        // It ends by itself, also while nobody looks.
        continue;
      }
      assertThat(alarm.path("recorded").asBoolean()).as("recorded: " + alarm).isTrue();
      if (open(alarm)) {
        String by = acceptedNow.getOrDefault(sighting.id(), alarm.path("acceptedBy").asText(""));
        seen.put(sighting.id(), new Seen(alarm.path("room").asText(), by));
      } else {
        seen.remove(sighting.id());
        closed.add(sighting.id());
      }
    }
  }

  /** What the new start shows, against what was known. */
  private void compare(ApiClient nurse) {
    Instant connects = Instant.now();
    Map<String, JsonNode> shown = new HashMap<>();
    Set<String> places = new HashSet<>();
    try (Station station = nurse.live("203")) {
      slowestMillis = Math.max(slowestMillis, Duration.between(connects, Instant.now()).toMillis());
      for (Sighting sighting : station.latest()) {
        JsonNode alarm = sighting.alarm();
        if (open(alarm)) {
          shown.put(sighting.id(), alarm);
          String place = alarm.path("kind").asText() + "@" + alarm.path("space").asText();
          assertThat(places.add(place)).as("one open alarm of " + place).isTrue();
        }
      }
    }
    assertThat(slowestMillis).as("ms until shown").isLessThanOrEqualTo(SHOWN.toMillis());
    assertThat(shown.keySet()).as("closed ones stay closed").noneMatch(closed::contains);
    seen.forEach(
        (id, before) -> {
          if (visited.contains(before.room())) {
            return;
          }
          JsonNode now = shown.getOrDefault(id, MissingNode.getInstance());
          assertThat(open(now) && in(before.room(), now))
              .as("open before the kill: " + id)
              .isTrue();
          kept++;
          if (!before.acceptedBy().isEmpty()) {
            assertThat(now.path("acceptedBy").asText()).as(id).isEqualTo(before.acceptedBy());
            accepted++;
          }
        });
    seen.clear();
  }

  /** The chain holds, and each alarm was raised once and did nothing after its end. */
  private int journalIsSound() {
    Map<String, String> last = new HashMap<>();
    List<JsonNode> entries = Tool.record(data);
    for (JsonNode entry : entries) {
      String alarm = entry.path("alarm").asText();
      String event = entry.path("event").asText();
      if (!alarm.isEmpty()) {
        String before = last.put(alarm, event);
        if (event.equals("Raised")) {
          assertThat(before).as("raised once: " + alarm).isNull();
        } else if (Set.of("Accepted", "Attended", "Unattended", "Closed").contains(event)) {
          assertThat(before).as(event + " after " + alarm).isNotNull().isNotEqualTo("Closed");
        }
        // What is technical ends by itself.
        boolean call = alarm.startsWith("call.");
        if (event.equals("Closed") && call && entry.path("room").asText().startsWith("1")) {
          assertThat(entry.path("by").asText()).as("closed by whom").isEqualTo("presence");
        }
      }
    }
    return entries.size();
  }

  private static boolean in(String room, JsonNode alarm) {
    return alarm.path("room").asText().equals(room);
  }

  private static boolean open(JsonNode alarm) {
    return !alarm.path("state").asText().equals("CLOSED");
  }
}
