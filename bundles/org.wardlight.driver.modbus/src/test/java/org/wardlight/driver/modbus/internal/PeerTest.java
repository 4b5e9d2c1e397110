package org.wardlight.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.wardlight.driver.modbus.internal.Points.at;
import static org.wardlight.driver.modbus.internal.Points.point;
import static org.wardlight.driver.modbus.internal.Points.with;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.Link;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.driver.WriteOutcome;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.ScanClass;

/** The driver against another maker's server. */
class PeerTest {
  private final ModbusDriver driver = new ModbusDriver(Clock.systemUTC(), System::nanoTime, 1);
  private final Recorder heard = new Recorder();
  private Peer peer;
  private Link link;

  @BeforeEach
  void connect() throws Exception {
    peer = new Peer();
    link =
        driver.open(
            new ConnectionSpec("peer", URI.create("modbus-tcp://localhost:" + peer.port), Map.of()),
            heard);
    await().atMost(5, TimeUnit.SECONDS).until(() -> link.state().status() == LinkState.Status.UP);
  }

  @AfterEach
  void stop() throws Exception {
    driver.stop();
    peer.stop();
    assertThat(heard.overlapped()).isFalse();
  }

  private static Point of(int id, String table, int address, String type) {
    return point(id, ScanClass.SLOW, at(1, table, address, type));
  }

  private void awaitLast(int point, String what) {
    await()
        .atMost(5, TimeUnit.SECONDS)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() -> assertThat(heard.last(point)).isEqualTo(what));
  }

  private void write(Point point, double value) throws Exception {
    assertThat(link.write(point, value).toCompletableFuture().get(5, TimeUnit.SECONDS))
        .isEqualTo(new WriteOutcome.Done());
  }

  @Test
  void allFourTablesAreRead() {
    peer.image.with(
        tx -> {
          tx.writeCoils(m -> m.put(3, true));
          tx.writeDiscreteInputs(m -> m.put(4, true));
          tx.writeInputRegisters(m -> m.put(5, new byte[] {1, 2}));
        });
    peer.holding(6, 0xFFFF);
    link.watch(
        List.of(
            of(1, "coil", 3, "bool"),
            of(2, "discrete-input", 4, "bool"),
            of(3, "input-register", 5, "uint16"),
            of(4, "holding-register", 6, "int16")));

    awaitLast(1, "1.0");
    awaitLast(2, "1.0");
    awaitLast(3, "258.0");
    awaitLast(4, "-1.0");
  }

  @Test
  void whatIsWrittenIsReadBackByARefresh() throws Exception {
    Point coil = of(1, "coil", 3, "bool");
    Point single =
        point(2, ScanClass.SLOW, with(at(1, "holding-register", 6, "int16"), "scale", 0.1));
    Point multiple =
        point(3, ScanClass.SLOW, with(at(1, "holding-register", 8, "float32"), "order", "CDAB"));
    Point bit = point(4, ScanClass.SLOW, with(at(1, "holding-register", 7, "bool"), "bit", 2));
    List<Point> all = List.of(coil, single, multiple, bit);
    peer.holding(7, 0x0101);
    link.watch(all);
    awaitLast(1, "0.0");
    awaitLast(4, "0.0");

    write(coil, 1);
    write(single, -12.5);
    write(multiple, 21.5);
    write(bit, 1);
    assertThat(peer.holding(6)).containsExactly(0xFF, 0x83);
    assertThat(peer.holding(7)).containsExactly(1, 5);
    // The slow period is 10 s: within 5 s only the refresh can bring the new values.
    link.refresh(all);
    awaitLast(1, "1.0");
    awaitLast(2, "-12.5");
    awaitLast(3, "21.5");
    awaitLast(4, "1.0");
  }

  @Test
  void anotherListOfPointsReplacesTheFirst() {
    peer.holding(0, 1);
    peer.holding(1, 2);
    link.watch(List.of(of(1, "holding-register", 0, "uint16")));
    awaitLast(1, "1.0");
    link.watch(List.of(of(2, "holding-register", 1, "uint16")));
    awaitLast(2, "2.0");
    int before = heard.of(1).size();
    link.refresh(List.of(of(2, "holding-register", 1, "uint16")));
    await().atMost(5, TimeUnit.SECONDS).until(() -> heard.of(2).size() >= 2);
    assertThat(heard.of(1)).hasSize(before);
  }

  @Test
  void stoppingTheDriverEndsItsThreads() {
    driver.stop();
    assertThat(link.state().status()).isEqualTo(LinkState.Status.CLOSED);
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(t -> t.getName().startsWith("wl-modbus-names") && t.isAlive());
  }
}
