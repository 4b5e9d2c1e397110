package org.wardlight.commissioning.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What people see and what scripts get, over the real Modbus driver. */
class PollCommandTest {
  private static final Bench BENCH = new Bench();
  private static final Golden FAN_COIL = Golden.of("fan-coil");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @AfterAll
  static void close() {
    BENCH.close();
  }

  private int run(String... words) {
    return new PollCommand(BENCH.reading, BENCH.files)
        .apply(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .applyAsInt(List.of(words));
  }

  private static GoldenServer server(int exchanges) {
    return new GoldenServer(5, FAN_COIL.cases().get(0).exchanges().subList(0, exchanges));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void everyPointIsShownWithKindAddressRawAndValue() {
    try (GoldenServer server = server(2)) {
      assertThat(run(server.endpoint().toString(), "--type", "fan-coil", "--unit", "5")).isZero();
    }
    assertThat(
            out().lines().map(line -> line.replaceAll("[0-9]+ ms", "N ms").replaceAll(" +", " ")))
        .contains(
            "POINT KIND ADDRESS RAW VALUE QUALITY REASON AFTER",
            "temperature bedroom.temperature input-register 10 int16 215 21.5 °C GOOD N ms",
            "bedroomMotion bedroom.motion input-register 14.0 on GOOD N ms",
            "6 points in N ms");
    assertThat(err()).isEmpty();
  }

  @Test
  void aRegisterThatDoesNotExistIsNamedAndTheOthersAreRead() {
    try (GoldenServer server = server(1)) {
      assertThat(run(server.endpoint().toString(), "--type", "fan-coil", "--unit", "5"))
          .isEqualTo(Verdict.PARTLY);
    }
    assertThat(out()).containsPattern("setpoint .* BAD +REJECTED");
    assertThat(err()).contains("1 point REJECTED: the device refuses (Modbus exception 2");
  }

  @Test
  void aDeviceThatRefusesEverythingIsToldApart() {
    try (GoldenServer server = server(0)) {
      assertThat(run(server.endpoint().toString(), "--type", "fan-coil", "--unit", "5"))
          .isEqualTo(Verdict.REFUSED);
    }
  }

  @Test
  void aWrongUnitDoesNotAnswer() {
    try (GoldenServer server = server(2)) {
      assertThat(
              run(
                  server.endpoint().toString(),
                  "--type",
                  "fan-coil",
                  "--unit",
                  "6",
                  "--option",
                  "timeout=200ms",
                  "--wait",
                  "3"))
          .isEqualTo(Verdict.SILENT);
    }
    assertThat(err()).contains("wrong unit id");
  }

  @Test
  void whereNobodyListensIsUnreachable() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(run("modbus-tcp://127.0.0.1:" + port, "--type", "fan-coil"))
        .isEqualTo(Verdict.UNREACHABLE);
    assertThat(err()).contains("Check address and port");
  }

  @Test
  void mistakesOfTheCommandLineAreToldWithWhatWouldBeRight() {
    assertThat(run("modbus-tcp://127.0.0.1:1", "--type", "fan-coli")).isEqualTo(Verdict.USAGE);
    assertThat(err()).contains("there is no device type `fan-coli`: did you mean `fan-coil`?");
    assertThat(run("127.0.0.1:502", "--type", "fan-coil")).isEqualTo(Verdict.USAGE);
    assertThat(err()).contains("`127.0.0.1:502` is no endpoint: write modbus-tcp://HOST:502");
    assertThat(run("bacnet://127.0.0.1", "--type", "fan-coil", "--unit", "1"))
        .isEqualTo(Verdict.USAGE);
    assertThat(err()).contains("no driver knows endpoints of bacnet://");
    assertThat(run("modbus-tcp://127.0.0.1:1", "--unit", "1")).isEqualTo(Verdict.USAGE);
    assertThat(err()).contains("--type is missing; there are air-sensor, ");
    assertThat(run("--config", Bench.DEMO.toString(), "--device", "999-io"))
        .isEqualTo(Verdict.USAGE);
    assertThat(err()).contains("there is no device `999-io`; there are 101-io");
    assertThat(run("modbus-tcp://127.0.0.1:1", "--type", "fan-coil", "--units", "1"))
        .isEqualTo(Verdict.USAGE);
    assertThat(err()).contains("unknown option --units; there are ");
  }

  @Test
  void watchingShowsTheTableAgain() {
    try (GoldenServer server = server(2)) {
      assertThat(
              run(
                  server.endpoint().toString(),
                  "--type",
                  "fan-coil",
                  "--unit",
                  "5",
                  "--watch",
                  "--times",
                  "2"))
          .isZero();
    }
    assertThat(out().lines().filter(line -> line.startsWith("POINT"))).hasSize(2);
  }
}
