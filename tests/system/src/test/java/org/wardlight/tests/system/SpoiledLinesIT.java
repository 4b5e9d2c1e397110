package org.wardlight.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wardlight.testkit.FaultProxy;
import org.wardlight.testkit.FaultProxy.Trouble;

/**
 * A line that spoils what a gateway with four rooms answers: it is seen, nobody gets another room's
 * value, and all is well again soon after the line is. {@code -Dwardlight.trials=N} repeats each.
 */
class SpoiledLinesIT {
  private static final int TRIALS = Integer.getInteger("wardlight.trials", 1);
  private static final Duration SEEN = Duration.ofSeconds(10);
  private static final Duration BACK = Duration.ofSeconds(5);
  private static final String GATEWAY = "gateway-a1";

  /** A temperature of its own for each room of the gateway. */
  private static final Map<String, Double> TEMPERATURES =
      new TreeMap<>(Map.of("101", 20.5, "102", 22.5, "103", 24.5, "104", 26.5));

  private static House house;
  private static FaultProxy line;
  private static ServerProcess server;
  private static ApiClient nurse;
  private static Station station;

  @BeforeAll
  static void open() {
    Path directory = Site.directory("spoiled");
    house = House.open(directory.resolve("config"), Site.LIMIT, Site.LIMIT);
    line = throughProxy(house.directory().resolve("connections.yaml"));
    int port = ServerProcess.freePort();
    Path data = directory.resolve("data");
    server = ServerProcess.start(ServerProcess.JAVA, house.directory(), data, port);
    nurse = ApiClient.logIn(port, data, "nurse");
    station = nurse.live("101");
    TEMPERATURES.forEach((room, celsius) -> house.set(room, "bedroom.temperature", celsius));
    station.awaitDevices(house.devices(), true, Duration.ofSeconds(30));
    awaitTrueTemperatures(Duration.ofSeconds(30));
  }

  /** Puts a relay before the gateway; its devices listen where they did. */
  private static FaultProxy throughProxy(Path connections) {
    try {
      String text = Files.readString(connections);
      Matcher endpoint = Pattern.compile(GATEWAY + ":.*?127\\.0\\.0\\.1:(\\d+)").matcher(text);
      assertThat(endpoint.find()).as(text).isTrue();
      int port = Integer.parseInt(endpoint.group(1));
      FaultProxy proxy =
          FaultProxy.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      Files.writeString(
          connections,
          text.substring(0, endpoint.start(1)) + proxy.port() + text.substring(endpoint.end(1)));
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void close() {
    station.close();
    server.close();
    line.close();
    house.close();
  }

  /** Nothing true can be read any more. */
  @ParameterizedTest
  @EnumSource(
      value = Trouble.class,
      names = {"HALF_OPEN", "RESET", "WRONG_UNIT", "WRONG_TRANSACTION", "TRUNCATED"})
  void aLineThatGivesNothingIsSeenAndBackSoonAfterItIsMended(Trouble trouble) {
    List<String> devices = house.devicesOf(GATEWAY);
    for (int trial = 0; trial < TRIALS; trial++) {
      line.spoil(trouble);
      station.awaitDevices(devices, false, SEEN);
      line.spoil(Trouble.NONE);
      station.awaitDevices(devices, true, BACK);
      awaitTrueTemperatures(BACK);
    }
    others();
  }

  /** Some answers are spoiled: all that is taken is true. */
  @ParameterizedTest
  @EnumSource(
      value = Trouble.class,
      names = {"WRONG_UNIT", "WRONG_TRANSACTION", "DOUBLED", "DELAYED", "TRUNCATED", "GARBAGE"})
  void noRoomGetsTheValueOfAnother(Trouble trouble) {
    long before = line.spoiled();
    int looks = 0;
    // Longer than the second that a question may take.
    line.spoil(trouble, 0.2, 1_300);
    for (int trial = 0; trial < 30 * TRIALS; trial++) {
      for (Map.Entry<String, Double> room : TEMPERATURES.entrySet()) {
        assertThat(temperature(room.getKey()).path("v").asDouble())
            .as("room " + room.getKey() + " while answers are " + trouble)
            .isEqualTo(room.getValue());
        looks++;
      }
      pause();
    }
    line.spoil(Trouble.NONE);
    assertThat(line.spoiled()).isGreaterThan(before);
    System.out.printf(
        "%s: %d answers spoiled, %d looks, 0 wrong%n", trouble, line.spoiled() - before, looks);
    awaitTrueTemperatures(BACK);
  }

  /** Bits may fall over in values too, which nobody can see; but nothing hangs or breaks. */
  @Test
  void nothingHangsOverMutatedAnswers() {
    long before = line.spoiled();
    line.spoil(Trouble.MUTATED, 0.5, 0);
    for (int trial = 0; trial < 30 * TRIALS; trial++) {
      others();
      pause();
    }
    line.spoil(Trouble.NONE);
    System.out.printf("MUTATED: %d answers spoiled%n", line.spoiled() - before);
    assertThat(line.spoiled()).isGreaterThan(before);
    station.awaitDevices(house.devicesOf(GATEWAY), true, BACK);
    awaitTrueTemperatures(BACK);
    assertThat(server.log().lines().filter(l -> l.contains("ERROR"))).isEmpty();
  }

  /** Rooms of other gateways have noticed nothing. */
  private static void others() {
    assertThat(value("105", "bed.occupied").path("q").asText()).isEqualTo("GOOD");
  }

  private static void awaitTrueTemperatures(Duration within) {
    await("true temperatures")
        .atMost(within)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () ->
                TEMPERATURES.forEach(
                    (room, celsius) -> {
                      JsonNode value = temperature(room);
                      assertThat(value.path("q").asText()).as(room).isEqualTo("GOOD");
                      assertThat(value.path("v").asDouble()).as(room).isEqualTo(celsius);
                    }));
  }

  private static JsonNode temperature(String room) {
    return value(room, "bedroom.temperature");
  }

  private static JsonNode value(String room, String kind) {
    JsonNode answer = nurse.get("/rooms/" + room);
    int point =
        ApiClient.list(answer.path("room").path("points")).stream()
            .filter(p -> p.path("kind").asText().equals(kind))
            .mapToInt(p -> p.path("id").asInt())
            .findFirst()
            .orElseThrow();
    return ApiClient.list(answer.path("values")).stream()
        .filter(v -> v.path("p").asInt() == point)
        .findFirst()
        .orElseThrow();
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
