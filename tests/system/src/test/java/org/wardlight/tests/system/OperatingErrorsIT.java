package org.wardlight.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.wardlight.sim.DemoCopy;

/** What goes wrong at the command line says so, and how it ends. */
@ExtendWith(Site.Shared.class)
class OperatingErrorsIT {
  private static final Duration SOON = ServerProcess.SOON;

  /** About 6 s on an idle machine; the build may keep this one busy. */
  private static final Duration GIVES_UP = Duration.ofSeconds(60);

  /** The server gives its parts 10 s. */
  private static final Duration STOPS = Duration.ofSeconds(12);

  private final Site site;

  OperatingErrorsIT(Site site) {
    this.site = site;
  }

  @Test
  void aFacilityThatIsNotValidIsRefusedWithFileLineAndColumn() {
    Path directory = Site.directory("invalid");
    Path demo = ServerProcess.PRODUCT.resolve("device-configs/facilities/demo");
    Path config = DemoCopy.prepare(demo, directory.resolve("config"));
    House.replace(
        config.resolve("wards/ward-b.yaml"), "care-level: assisted", "care-level: asisted");
    ServerProcess server = launch(directory, config, directory.resolve("data"));
    assertThat(server.awaitExit(GIVES_UP)).isEqualTo(1);
    List<String> mistakes =
        server
            .log()
            .lines()
            .filter(line -> line.contains("`asisted`"))
            .map(line -> line.substring(line.indexOf("ward-b.yaml")))
            .toList();
    assertThat(mistakes)
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .allMatch(m -> m.matches("ward-b\\.yaml:\\d+:\\d+: .*did you mean `assisted`.*"));
    assertThat(server.log()).contains("the facility's configuration did not start");
  }

  @Test
  void aSecondServerOnTheSameDataIsRefusedAndTheFirstRunsOn() {
    Path directory = Site.directory("second");
    ServerProcess second = launch(directory, site.house.directory(), site.data);
    assertThat(second.awaitExit(SOON)).isEqualTo(1);
    assertThat(second.log()).contains("another server is running on " + site.data);
    site.house.press("110", "call.living");
    site.station.awaitAlarm("call.living", "110", SOON, a -> true);
    site.house.perform("110", "presence on");
    site.station.awaitAlarm(
        "call.living", "110", SOON, a -> a.path("state").asText().equals("ATTENDED"));
    site.house.perform("110", "reset");
    site.station.awaitAlarm(
        "call.living", "110", SOON, a -> a.path("state").asText().equals("CLOSED"));
    site.house.perform("110", "presence off");
    assertThat(site.station.trouble()).isEmpty();
  }

  @Test
  void aPortInUseIsNamed() {
    Path directory = Site.directory("port");
    ServerProcess second =
        ServerProcess.launch(
            ServerProcess.JAVA,
            directory.resolve("server.log"),
            "--config",
            site.house.directory().toString(),
            "--data",
            directory.resolve("data").toString(),
            "--port",
            Integer.toString(site.port));
    assertThat(second.awaitExit(GIVES_UP)).isEqualTo(1);
    assertThat(second.log())
        .contains(Integer.toString(site.port))
        .containsIgnoringCase("in use")
        .contains("the pages did not start");
  }

  @Test
  void anUnknownOptionIsAnsweredWithTheUsage() {
    Path directory = Site.directory("usage");
    ServerProcess server =
        ServerProcess.launch(
            ServerProcess.JAVA, directory.resolve("server.log"), "--confg", "somewhere");
    assertThat(server.awaitExit(SOON)).isEqualTo(2);
    assertThat(server.log()).contains("unknown option --confg").contains("Usage:");
  }

  @Test
  void aServerThatIsAskedToStopStopsSoonAndHasEverythingWhenItStartsAgain() {
    Path data = Site.directory("stop").resolve("data");
    Path config = site.house.directory();
    int port = ServerProcess.freePort();
    List<JsonNode> before;
    ServerProcess first = ServerProcess.start(ServerProcess.JAVA, config, data, port);
    ApiClient nurse = ApiClient.logIn(port, data, "nurse");
    try (Station station = nurse.live("111")) {
      station.awaitDevices(site.house.devices(), true, SOON);
      site.house.press("111", "call.living");
      String call = station.awaitAlarm("call.living", "111", SOON, a -> true).id();
      nurse.accept(call);
      before = nurse.alarms();
      assertThat(before).hasSize(1);
    }
    Instant asked = Instant.now();
    assertThat(first.stop()).isIn(0, 143);
    assertThat(Duration.between(asked, Instant.now())).isLessThan(STOPS);

    try (ServerProcess again = ServerProcess.start(ServerProcess.JAVA, config, data, port)) {
      assertThat(again.isAlive()).isTrue();
      assertThat(ApiClient.logIn(port, data, "nurse").alarms()).isEqualTo(before);
    }
    site.house.perform("111", "presence on");
    site.station.awaitAlarm(
        "call.living", "111", SOON, a -> a.path("state").asText().equals("ATTENDED"));
    site.house.perform("111", "reset");
    site.station.awaitAlarm(
        "call.living", "111", SOON, a -> a.path("state").asText().equals("CLOSED"));
    site.house.perform("111", "presence off");
  }

  private static ServerProcess launch(Path directory, Path config, Path data) {
    return ServerProcess.launch(
        ServerProcess.JAVA,
        directory.resolve("server.log"),
        "--config",
        config.toString(),
        "--data",
        data.toString(),
        "--port",
        Integer.toString(ServerProcess.freePort()));
  }
}
