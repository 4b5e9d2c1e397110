package org.wardlight.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wardlight.sim.DemoCopy;
import org.wardlight.sim.Fault;
import org.wardlight.tests.system.Station.Sighting;

/**
 * What fails is seen, harms nothing else, and comes back by itself. {@code -Dwardlight.trials=N}
 * repeats each.
 */
@ExtendWith(Site.Shared.class)
class FailuresIT {
  private static final int TRIALS = Integer.getInteger("wardlight.trials", 1);

  /** With three presses in each. */
  private static final int ROUNDS = 8;

  /** What is promised. */
  private static final Duration SEEN = Duration.ofSeconds(10);

  private static final Duration BACK = Duration.ofSeconds(5);
  private static final Duration SOON = ServerProcess.SOON;

  /** The 10 s that a screen may be silent, the 2 s of this facility, and as much again. */
  private static final Duration SCREEN_SEEN = Duration.ofSeconds(24);

  private final Site site;
  private final House house;
  private final Station station;

  FailuresIT(Site site) {
    this.site = site;
    house = site.house;
    station = site.station;
  }

  @ParameterizedTest
  @CsvSource({
    "gateway-a1, SILENT, 101",
    "gateway-a1, RESET, 101",
    "gateway-a1, OFF, 101",
    "building-b, SILENT, 201",
    "gateway-a1, EXCEPTION, 101",
    "building-b, OFF, 201",
    "building-b, EXCEPTION, 201",
    "building-b, MUTE, 201"
  })
  void aConnectionThatFailsIsSeenAndBackSoonAfterItReturns(
      String connection, Fault fault, String room) {
    List<String> devices = house.devicesOf(connection);
    for (int trial = 0; trial < TRIALS; trial++) {
      long began = System.nanoTime();
      house.fault(connection, fault);
      try {
        station.awaitDevices(devices, false, SEEN);
        double seen = seconds(began);
        for (String device : devices) {
          station.awaitAlarm("device.silent", device.split("-", 2)[0], SEEN, a -> open(a));
        }
        System.out.printf("%s %s: seen after %.1f s, ", connection, fault, seen);
        if (fault == Fault.EXCEPTION) {
          nothingCanBeRead(room, connection.equals("building-b") ? "DEVICE_REPORTED" : "REJECTED");
        }
        callIsSeen(room.equals("101") ? "105" : "101");
        assertThat(station.devices())
            .extractingByKeys(devices.toArray(String[]::new))
            .noneMatch(device -> device.path("answering").asBoolean());
      } finally {
        began = System.nanoTime();
        house.fault(connection, Fault.NONE);
      }
      station.awaitDevices(devices, true, BACK);
      System.out.printf("back after %.1f s%n", seconds(began));
      callIsSeen(room);
      quiet();
    }
  }

  private static double seconds(long sinceNanos) {
    return (System.nanoTime() - sinceNanos) / 1e9;
  }

  private void nothingCanBeRead(String room, String reason) {
    assertThat(ApiClient.list(site.nurse.get("/rooms/" + room).path("values")))
        .isNotEmpty()
        .allSatisfy(
            value -> {
              assertThat(value.path("q").asText()).isEqualTo("BAD");
              assertThat(value.path("r").asText()).isEqualTo(reason);
            });
  }

  @Test
  void aServerThatRestartsAloneIsSubscribedAnew() {
    List<String> devices = house.devicesOf("building-b");
    for (int trial = 0; trial < TRIALS; trial++) {
      long began = System.nanoTime();
      house.restart("building-b");
      double down = seconds(began);
      station.awaitDevices(devices, true, BACK);
      // What changed while nobody was subscribed, and what changes from now on.
      callIsSeen("202");
      System.out.printf(
          "building-b restarted in %.1f s, works %.1f s later%n", down, seconds(began) - down);
      callIsSeen("101");
      quiet();
    }
  }

  /** The network part of a device goes on answering, but what it answers is old. */
  @Test
  void aFrozenDeviceIsSeenByItsHeartbeat() {
    List<String> doors = List.of("garden-door");
    for (int trial = 0; trial < TRIALS; trial++) {
      long began = System.nanoTime();
      house.fault("garden-door", Fault.FROZEN);
      try {
        // Its counter may stand still for 10 s; doors are no call devices.
        station.awaitDevices(doors, false, SEEN.multipliedBy(3));
        assertThat(station.device("garden-door").path("reason").asText()).isEqualTo("STUCK");
        station.awaitAlarm("device.silent", "ward-a/garden", SEEN, a -> open(a));
        System.out.printf("garden-door FROZEN: alarm after %.1f s, ", seconds(began));
        assertThat(station.device("entrance-door").path("answering").asBoolean()).isTrue();
      } finally {
        began = System.nanoTime();
        house.fault("garden-door", Fault.NONE);
      }
      station.awaitDevices(doors, true, BACK);
      System.out.printf("back after %.1f s%n", seconds(began));
      quiet();
    }
  }

  /** Somebody calls from the living room, and a nurse comes and resets. */
  private void callIsSeen(String room) {
    house.press(room, "call.living");
    resetCall(station.awaitAlarm("call.living", room, SOON, a -> open(a)));
  }

  private void resetCall(Sighting call) {
    String room = call.alarm().path("room").asText();
    house.perform(room, "presence on");
    station.awaitAlarm("call.living", room, SOON, a -> a.path("state").asText().equals("ATTENDED"));
    house.perform(room, "reset");
    station.awaitAlarm(
        "call.living", room, SOON, a -> a.path("id").asText().equals(call.id()) && !open(a));
    house.perform(room, "presence off");
    await("released").atMost(SOON).until(() -> house.value(room, "staff.reset") == 0);
  }

  @Test
  void afterAPowerCutTheLampsOfOpenCallsAreRedAgain() {
    List<String> rooms = List.of("106", "206");
    for (String room : rooms) {
      house.press(room, "call.living");
      station.awaitAlarm("call.living", room, SOON, a -> open(a));
      red(room);
    }
    house.powerOff();
    station.awaitDevices(house.devices(), false, SEEN);
    house.powerOn();
    station.awaitDevices(house.devices(), true, BACK);
    rooms.forEach(this::red);
    for (String room : rooms) {
      assertThat(station.everShown("call.living", room)).hasSize(1);
      house.perform(room, "presence on");
      await().atMost(SOON).until(() -> house.value(room, "lamp.green") == 1);
      house.perform(room, "reset");
      station.awaitAlarm("call.living", room, SOON, a -> !open(a));
      house.perform(room, "presence off");
    }
    quiet();
  }

  @Test
  void aServerThatStartsWhileAGatewayIsOffRunsAndFindsItLater() {
    Path data = Site.directory("gateway-off").resolve("data");
    int port = ServerProcess.freePort();
    List<String> devices = house.devicesOf("gateway-a1");
    house.fault("gateway-a1", Fault.OFF);
    try (ServerProcess server =
        ServerProcess.start(ServerProcess.JAVA, house.directory(), data, port)) {
      try (Station own = ApiClient.logIn(port, data, "nurse").live("101")) {
        own.awaitDevices(house.devicesOf("gateway-a2"), true, SOON);
        for (String device : devices) {
          own.awaitAlarm("device.silent", device.split("-", 2)[0], SOON, a -> open(a));
        }
        house.fault("gateway-a1", Fault.NONE);
        own.awaitDevices(devices, true, BACK);
        // The shared server must see the call too, or it would not know what is reset below.
        station.awaitDevices(devices, true, SOON);
        house.press("102", "call.living");
        own.awaitAlarm("call.living", "102", SOON, a -> open(a));
      }
      assertThat(server.isAlive()).isTrue();
    } finally {
      house.fault("gateway-a1", Fault.NONE);
    }
    house.perform("102", "presence on");
    station.awaitAlarm(
        "call.living", "102", SOON, a -> a.path("state").asText().equals("ATTENDED"));
    house.perform("102", "reset");
    // Only then: a reset without presence resets nothing.
    station.awaitAlarm("call.living", "102", SOON, a -> !open(a));
    house.perform("102", "presence off");
    quiet();
  }

  /**
   * A hung slave delays nobody: who presses for half a second while other units of the gateway are
   * silent is heard. Before, most of these presses fell into the wait for the silent one.
   */
  @Test
  void shortPressesBesideSilentDevicesAreNotLost() {
    List<String> silent = List.of("109-io", "109-fc", "112-sleep", "112-wristband");
    List<String> rooms = List.of("110", "111", "112");
    Random moments = new Random(109);
    silent.forEach(device -> house.fault(device, Fault.SILENT));
    int seen = 0;
    try {
      station.awaitDevices(silent, false, SEEN);
      for (int round = 0; round < ROUNDS * TRIALS; round++) {
        long wait = moments.nextLong(1_000);
        await().pollDelay(Duration.ofMillis(wait)).until(() -> true);
        for (String room : rooms) {
          house.press(room, "call.living", Duration.ofMillis(500 + moments.nextInt(200)));
        }
        for (String room : rooms) {
          resetCall(station.awaitAlarm("call.living", room, SOON, a -> open(a)));
          seen++;
        }
      }
      System.out.printf("%d of %d short presses beside silent devices seen%n", seen, seen);
    } finally {
      silent.forEach(device -> house.fault(device, Fault.NONE));
    }
    station.awaitDevices(silent, true, BACK);
    quiet();
  }

  /** Killed or stopped in good order: the alarm goes on, with its id and when it began. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theAlarmOfADeviceThatStaysSilentOutlivesARestart(boolean killed) {
    Path data = Site.directory("silent-restart-" + killed).resolve("data");
    int port = ServerProcess.freePort();
    JsonNode alarm;
    house.fault("109-io", Fault.SILENT);
    try {
      try (ServerProcess server =
          ServerProcess.start(ServerProcess.JAVA, house.directory(), data, port)) {
        try (Station own = ApiClient.logIn(port, data, "nurse").live("109")) {
          alarm = own.awaitAlarm("device.silent", "109", SOON, a -> open(a)).alarm();
        }
        if (killed) {
          // What was said of devices is on disk within 100 ms; nobody outside can see it there.
          await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
          Instant unused = server.kill();
        }
      }
      try (ServerProcess server =
          ServerProcess.start(ServerProcess.JAVA, house.directory(), data, port)) {
        ApiClient nurse = ApiClient.logIn(port, data, "nurse");
        try (Station own = nurse.live("109")) {
          own.awaitDevices(List.of("110-io"), true, SOON);
          Instant unused = nurse.awaitRules(SOON.multipliedBy(2), "110");
          // Longer than a silence takes to be an alarm.
          await().pollDelay(Duration.ofSeconds(8)).until(() -> true);
          assertThat(nurse.alarms())
              .filteredOn(a -> a.path("kind").asText().equals("device.silent"))
              .singleElement()
              .satisfies(
                  a -> {
                    assertThat(a.path("id")).isEqualTo(alarm.path("id"));
                    assertThat(a.path("conditionActive").asBoolean()).isTrue();
                  });
          assertThat(ApiClient.handled(nurse.journey(alarm.path("id").asText())))
              .containsExactly("Raised");
          house.fault("109-io", Fault.NONE);
          own.awaitAlarm("device.silent", "109", SOON, a -> !open(a));
          assertThat(own.everShown("device.silent", "109")).hasSize(1);
        }
        assertThat(server.isAlive()).isTrue();
      }
    } finally {
      house.fault("109-io", Fault.NONE);
    }
    station.awaitDevices(List.of("109-io"), true, SOON);
    quiet();
  }

  /** Of a connection whose other end is gone TCP says nothing for a quarter of an hour. */
  @Test
  void aScreenThatLosesItsPowerIsNoStationOfItsWardsAnyMore() {
    Path directory = Site.directory("screen-off");
    Path data = directory.resolve("data");
    Path config =
        DemoCopy.prepare(
            ServerProcess.PRODUCT.resolve("device-configs/facilities/demo"),
            directory.resolve("config"));
    House.replace(config.resolve("alarms.yaml"), "no-station-after: 60s", "no-station-after: 2s");
    int port = ServerProcess.freePort();
    try (ServerProcess server = ServerProcess.start(ServerProcess.JAVA, config, data, port)) {
      ApiClient nurse = ApiClient.logIn(port, data, "nurse");
      try (Station screen = nurse.live("203")) {
        await("a screen shows both wards").atMost(SOON).until(() -> unshown(nurse) == 0);
        screen.fallSilent();
        long began = System.nanoTime();
        await("no screen shows a ward").atMost(SCREEN_SEEN).until(() -> unshown(nurse) == 2);
        System.out.printf("screen without power: alarm after %.1f s%n", seconds(began));
        assertThat(screen.trouble()).contains("silent");
      }
      assertThat(server.isAlive()).isTrue();
    }
  }

  /** How many wards are said to be shown on no screen. */
  private static long unshown(ApiClient nurse) {
    return nurse.alarms().stream()
        .filter(alarm -> alarm.path("kind").asText().equals("station.missing"))
        .count();
  }

  /** Nothing is open but what the desk keeps open because it has come and gone thrice a minute. */
  private void quiet() {
    await("the house is quiet")
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(site.nurse.alarms())
                    .filteredOn(
                        a ->
                            !a.path("kind").asText().equals("alarm.chatter")
                                && !(a.path("kind").asText().equals("device.silent")
                                    && !a.path("conditionActive").asBoolean()))
                    .isEmpty());
  }

  private void red(String room) {
    await("red lamp of " + room)
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> house.value(room, "lamp.red") == 1);
  }

  private static boolean open(JsonNode alarm) {
    return !alarm.path("state").asText().equals("CLOSED");
  }
}
