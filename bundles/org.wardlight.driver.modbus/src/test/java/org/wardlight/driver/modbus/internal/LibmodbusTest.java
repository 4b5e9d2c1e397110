package org.wardlight.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.wardlight.driver.modbus.internal.Points.at;
import static org.wardlight.driver.modbus.internal.Points.point;
import static org.wardlight.driver.modbus.internal.Points.register;
import static org.wardlight.driver.modbus.internal.Points.with;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.Link;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.driver.WriteOutcome;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.ScanClass;

/** The driver against libmodbus, which shares no line of code with it, over all transports. */
class LibmodbusTest {
  @TempDir Path directory;
  private final ModbusDriver driver = new ModbusDriver(Clock.systemUTC(), System::nanoTime, 1);
  private final Recorder heard = new Recorder();

  @AfterEach
  void stop() {
    driver.stop();
  }

  @Test
  void overTcp() throws Exception {
    try (NativePeer peer = new NativePeer("tcp")) {
      readAndWrite("modbus-tcp://127.0.0.1:" + peer.place);
    }
  }

  @Test
  void overRtuBehindAConverter() throws Exception {
    try (NativePeer peer = new NativePeer("rtu-tcp")) {
      readAndWrite("modbus-rtu-tcp://127.0.0.1:" + peer.place);
    }
  }

  @Test
  void overASerialLine() throws Exception {
    try (NativePeer peer = new NativePeer("rtu", directory.resolve("tty").toString())) {
      readAndWrite("modbus-rtu://" + peer.place);
    }
  }

  private void readAndWrite(String endpoint) throws Exception {
    Link link = driver.open(new ConnectionSpec("peer", URI.create(endpoint), Map.of()), heard);
    await().atMost(5, TimeUnit.SECONDS).until(() -> link.state().status() == LinkState.Status.UP);
    Point coil = of(4, "coil", 7, "bool");
    Point single = register(5, 1, 30);
    Point wide =
        point(6, ScanClass.SLOW, with(at(1, "holding-register", 40, "float64"), "order", "CDAB"));
    Point bit = point(7, ScanClass.SLOW, with(at(1, "holding-register", 50, "bool"), "bit", 5));
    List<Point> outputs = List.of(coil, single, wide, bit);
    link.watch(
        List.of(
            of(1, "input-register", 5, "uint16"),
            of(2, "discrete-input", 9, "bool"),
            of(3, "input-register", 999, "uint16"),
            of(8, "input-register", 1_000, "uint16"),
            coil,
            single,
            wide,
            bit));
    awaitLast(1, "1005.0");
    awaitLast(2, "1.0");
    awaitLast(3, "1999.0");
    awaitLast(8, "REJECTED");
    awaitLast(7, "0.0");

    write(link, coil, 1);
    write(link, single, 4_711);
    write(link, wide, -25.5);
    write(link, bit, 1);
    link.refresh(outputs);
    awaitLast(4, "1.0");
    awaitLast(5, "4711.0");
    awaitLast(6, "-25.5");
    awaitLast(7, "1.0");
    assertThat(link.figures().malformed()).isZero();
  }

  private static Point of(int id, String table, int address, String type) {
    return point(id, ScanClass.SLOW, at(1, table, address, type));
  }

  private static void write(Link link, Point point, double value) throws Exception {
    assertThat(link.write(point, value).toCompletableFuture().get(5, TimeUnit.SECONDS))
        .isEqualTo(new WriteOutcome.Done());
  }

  private void awaitLast(int point, String what) {
    await()
        .atMost(8, TimeUnit.SECONDS)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() -> assertThat(heard.last(point)).isEqualTo(what));
  }
}
