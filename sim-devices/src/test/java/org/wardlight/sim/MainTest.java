package org.wardlight.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands against the control interface of the running demo. */
class MainTest {
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final Main main;
  private final SimulatedFacility demo;
  private final ControlServer control;

  MainTest() throws IOException {
    PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);
    main = new Main(stream, stream);
    demo = Demo.start();
    control = new ControlServer(demo, 0);
  }

  @BeforeEach
  void isTheDemo() {
    assertThat(demo.summary()).isEqualTo("24 rooms, 3 Modbus gateways, 1 OPC UA server");
  }

  @AfterEach
  void close() {
    control.close();
    demo.close();
  }

  private int run(String... words) {
    List<String> all = new ArrayList<>(Arrays.asList(words));
    all.add("--control");
    all.add(control.uri().toString());
    return main.run(all);
  }

  private String said() {
    return output.toString(StandardCharsets.UTF_8);
  }

  @Test
  void roomsAreShownAndPlayedWith() {
    assertThat(run("do", "203", "leaves", "bed")).isZero();
    assertThat(demo.value("203", "bed.occupied")).isZero();
    assertThat(run("set", "203", "bedroom.temperature", "18.5")).isZero();
    assertThat(run("show", "203")).isZero();
    assertThat(said()).contains("18.50 °C").contains("<- server");
  }

  @Test
  void aPressIsOverAfterItsTime() {
    assertThat(run("press", "101", "call.bed", "--ms", "300")).isZero();
    assertThat(demo.value("101", "call.bed")).isEqualTo(1);
    await()
        .atMost(Duration.ofSeconds(3))
        .untilAsserted(() -> assertThat(demo.value("101", "call.bed")).isZero());
  }

  @Test
  void inputsFlickerForATimeAndAreCounted() {
    ControlClient client = new ControlClient(control.uri().toString());
    ObjectNode body = ControlClient.object().put("everyMs", 20).put("ms", 300);
    body.putArray("rooms").add("101").add("203");
    body.putArray("kinds").add("bed.occupied");
    double before = demo.value("203", "bed.occupied");
    client.post("/flicker", body);
    // Sixteen changes of two beds, of which the last brings back what was.
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(demo.flickered()).isEqualTo(32));
    assertThat(demo.value("203", "bed.occupied")).isEqualTo(before);
    assertThat(client.post("/counters", ControlClient.object()).path("flickered").asLong())
        .isEqualTo(32);
    body.putArray("kinds").add("bed.ocupied");
    assertThatExceptionOfType(SimulationException.class)
        .isThrownBy(() -> client.post("/flicker", body))
        .withMessageContaining("Did you mean bed.occupied?");
  }

  @Test
  void faultsAreSwitched() {
    assertThat(run("fault", "gateway-a1", "silent")).isZero();
    assertThat(demo.facility().devices().values())
        .filteredOn(d -> d.connection().equals("gateway-a1"))
        .allMatch(d -> demo.faultOf(d) == Fault.SILENT);
  }

  @Test
  void aStoryIsPlayed() {
    assertThat(run("play", "stories/night-203.yaml", "--speed", "1000")).isZero();
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(demo.value("203", "staff.presence")).isEqualTo(1));
  }

  @Test
  void mistakesAreExplained() {
    assertThat(run("set", "203", "bed.ocupied", "0")).isEqualTo(1);
    assertThat(run("do", "999", "leaves", "bed")).isEqualTo(1);
    assertThat(run("fault", "gateway-a1", "silence")).isEqualTo(1);
    assertThat(run("shwo", "203")).isEqualTo(2);
    assertThat(run("set", "203", "bed.occupied", "maybe")).isEqualTo(2);
    assertThat(said())
        .contains("Did you mean bed.occupied?")
        .contains("there is no room \"999\"")
        .contains("Did you mean silent?")
        .contains("Did you mean show?")
        .contains("VALUE must be a number");
  }

  @Test
  void aMissingFacilityIsExplained() {
    assertThat(main.run(List.of("show", "203", "--control", "http://127.0.0.1:1"))).isEqualTo(1);
    assertThat(said()).contains("no simulated facility answers");
  }
}
