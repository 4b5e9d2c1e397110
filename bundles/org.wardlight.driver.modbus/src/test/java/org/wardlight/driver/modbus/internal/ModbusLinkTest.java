package org.wardlight.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.wardlight.driver.modbus.internal.Points.at;
import static org.wardlight.driver.modbus.internal.Points.bounded;
import static org.wardlight.driver.modbus.internal.Points.point;
import static org.wardlight.driver.modbus.internal.Points.register;
import static org.wardlight.driver.modbus.internal.Points.with;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.Link;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.driver.WriteOutcome;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.ScanClass;

/** The driver against gateways that misbehave in one way each. */
class ModbusLinkTest {
  private static final Duration TIMEOUT = Duration.ofMillis(100);
  private static final Duration PERIOD = Duration.ofMillis(50);
  private final ModbusDriver driver = new ModbusDriver(Clock.systemUTC(), System::nanoTime, 1);
  private final Recorder heard = new Recorder();

  @AfterEach
  void stopEverything() {
    driver.stop();
    assertThat(heard.overlapped()).as("two calls of the listener at once").isFalse();
  }

  private Link open(int port, Recorder listener, Map<String, Object> more) {
    Map<String, Object> options = new HashMap<>();
    options.put("timeout", TIMEOUT);
    options.put("scan", Map.of("safety", PERIOD, "normal", PERIOD));
    options.putAll(more);
    return driver.open(
        new ConnectionSpec("gateway", URI.create("modbus-tcp://127.0.0.1:" + port), options),
        listener);
  }

  private Link open(RawServer server) {
    return open(server.port(), heard, Map.of());
  }

  private void awaitLast(int point, String what) {
    await()
        .atMost(5, TimeUnit.SECONDS)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() -> assertThat(heard.last(point)).isEqualTo(what));
  }

  private static WriteOutcome outcome(Link link, Point point, double value) throws Exception {
    return link.write(point, value).toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  private static void awaitUp(Link link) {
    await().atMost(5, TimeUnit.SECONDS).until(() -> link.state().status() == LinkState.Status.UP);
  }

  @Test
  void silenceIsATimeoutAndThenAHungConnectionThatIsMadeAnew() throws IOException {
    try (RawServer server = new RawServer((request, socket, out) -> {})) {
      open(server).watch(List.of(register(1, 1, 0)));
      awaitLast(1, "TIMEOUT");
      await().atMost(5, TimeUnit.SECONDS).until(() -> server.connections() >= 2);
      assertThat(heard.states()).contains(LinkState.Status.DOWN);
    }
  }

  /**
   * When night falls all outputs of a ward may be written at once: who presses a button meanwhile
   * must be heard. Time passes here by 20 ms with each request.
   */
  @Test
  void aBurstOfWritesLeavesSafetyPointsTheirTurns() throws Exception {
    AtomicLong nanos = new AtomicLong();
    List<Byte> functions = Collections.synchronizedList(new ArrayList<>());
    ModbusDriver slow = new ModbusDriver(Clock.systemUTC(), nanos::get, 1);
    try (RawServer server =
        new RawServer(
            (request, socket, out) -> {
              functions.add(request[7]);
              nanos.addAndGet(Duration.ofMillis(20).toNanos());
              out.write(request[7] == 6 ? request : RawServer.registers(request, 7));
            })) {
      Link link =
          slow.open(
              new ConnectionSpec(
                  "gateway",
                  URI.create("modbus-tcp://127.0.0.1:" + server.port()),
                  Map.of("scan", Map.of("safety", PERIOD))),
              heard);
      link.watch(List.of(point(1, ScanClass.SAFETY, at(1, "holding-register", 0, "uint16"))));
      awaitLast(1, "7.0");
      List<CompletableFuture<WriteOutcome>> writes = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        writes.add(link.write(register(10 + i, 2, i), i).toCompletableFuture());
      }
      CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).get(5, TimeUnit.SECONDS);
    } finally {
      slow.stop();
    }
    assertThat(functions).filteredOn(function -> function == 6).hasSize(40);
    assertThat(longestRun(functions, (byte) 6)).as("writes between two reads").isLessThan(5);
  }

  private static int longestRun(List<Byte> functions, byte of) {
    int longest = 0;
    int run = 0;
    for (byte function : functions) {
      run = function == of ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  /** People read it on the engineering page: the address once, and no class names. */
  @Test
  void aRefusedConnectionIsSaidInFewWords() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }

    Link link = open(port, heard, Map.of());

    await()
        .atMost(5, TimeUnit.SECONDS)
        .untilAsserted(
            () ->
                assertThat(link.state().failure())
                    .isEqualTo(
                        new DriverFailure.Unreachable("connection refused by 127.0.0.1:" + port)));
  }

  @Test
  void anAnswerWithTheWrongTransactionIsDropped() throws IOException {
    try (RawServer server =
        new RawServer(
            (request, socket, out) -> {
              byte[] answer = RawServer.registers(request, 7);
              answer[0] ^= 0x40;
              out.write(answer);
            })) {
      open(server).watch(List.of(register(1, 1, 0)));
      awaitLast(1, "TIMEOUT");
      assertThat(heard.of(1)).noneMatch(s -> s.value() == 7);
    }
  }

  @Test
  void severalRequestsUnderWayAreAnsweredInAnyOrder() throws IOException {
    List<byte[]> waiting = new ArrayList<>();
    try (RawServer server =
        new RawServer(
            (request, socket, out) -> {
              waiting.add(request);
              if (waiting.size() == 4) {
                Collections.reverse(waiting);
                for (byte[] each : waiting) {
                  out.write(RawServer.registers(each, each[6]));
                }
                waiting.clear();
              }
            })) {
      Link link =
          open(server.port(), heard, Map.of("in-flight", 4, "timeout", Duration.ofSeconds(2)));
      link.watch(
          List.of(register(1, 1, 0), register(2, 2, 0), register(3, 3, 0), register(4, 4, 0)));
      for (int unit = 1; unit <= 4; unit++) {
        awaitLast(unit, unit + ".0");
      }
      await().atMost(5, TimeUnit.SECONDS).until(() -> heard.of(4).size() > 5);
      assertThat(link.figures().malformed()).isZero();
    }
  }

  /** A gateway that waits for a slow unit may still be asked for the others; nothing is lost. */
  @Test
  void aSlowUnitHoldsUpNobodyAndItsAnswerCounts() throws IOException {
    List<byte[]> owed = new ArrayList<>();
    try (RawServer server =
        new RawServer(
            (request, socket, out) -> {
              if (request[6] == 1) {
                owed.add(request);
                return;
              }
              out.write(RawServer.registers(request, 2));
              // The slow one answers after the other was asked three times.
              if (!owed.isEmpty() && heard.of(2).size() % 3 == 2) {
                out.write(RawServer.registers(owed.remove(0), 1));
              }
            })) {
      Link link =
          open(
              server.port(),
              heard,
              Map.of("timeout", Duration.ofSeconds(2), "patience", Duration.ofMillis(20)));
      link.watch(List.of(register(1, 1, 0), register(2, 2, 0)));
      awaitLast(1, "1.0");
      await().atMost(5, TimeUnit.SECONDS).until(() -> heard.of(1).size() > 5);
      assertThat(heard.of(1)).allMatch(s -> s.value() == 1);
      assertThat(heard.of(2)).hasSizeGreaterThan(heard.of(1).size());
      assertThat(owed).as("a unit that owes an answer is not asked").hasSizeLessThan(2);
      assertThat(link.figures().timeouts()).isZero();
    }
  }

  @Test
  void aUnitThatComesBackIsReadWholeAtOnceNotWhenItsSlowPointsAreDue() throws IOException {
    AtomicBoolean silent = new AtomicBoolean(true);
    try (RawServer server =
        new RawServer(
            (request, socket, out) -> {
              if (request[6] == 2 || !silent.get()) {
                out.write(RawServer.registers(request, 7));
              }
            })) {
      Point slow = point(2, ScanClass.SLOW, at(1, "holding-register", 500, "uint16"));
      open(server).watch(List.of(register(1, 1, 0), slow, register(3, 2, 0)));
      awaitLast(1, "TIMEOUT");
      awaitLast(2, "TIMEOUT");
      silent.set(false);
      // The slow period is 10 s.
      awaitLast(2, "7.0");
    }
  }

  @Test
  void aFrameOfAHeaderOnlyIsMalformedAndTheConnectionGoesOn() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    try (RawServer server =
        new RawServer(
            (request, socket, out) ->
                out.write(
                    asked.getAndIncrement() == 0
                        ? RawServer.frame(request)
                        : RawServer.registers(request, 7)))) {
      open(server.port(), heard, Map.of("timeout", Duration.ofSeconds(2)))
          .watch(List.of(register(1, 1, 0)));
      awaitLast(1, "7.0");
      assertThat(heard.of(1).get(0).reason().toString()).isEqualTo("MALFORMED");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void garbageEndsTheConnectionAndTheNextOneWorks() throws IOException {
    AtomicBoolean garbage = new AtomicBoolean(true);
    try (RawServer server =
        new RawServer(
            (request, socket, out) ->
                out.write(
                    garbage.getAndSet(false)
                        ? "HTTP/1.1 400 Bad Request".getBytes(StandardCharsets.US_ASCII)
                        : RawServer.registers(request, 7)))) {
      Link link = open(server);
      link.watch(List.of(register(1, 1, 0)));
      awaitLast(1, "7.0");
      assertThat(server.connections()).isEqualTo(2);
      assertThat(heard.states())
          .containsSubsequence(LinkState.Status.UP, LinkState.Status.DOWN, LinkState.Status.UP);
    }
  }

  @Test
  void aResetConnectionIsMadeAnewWithinFiveSeconds() throws IOException {
    AtomicBoolean reset = new AtomicBoolean(true);
    try (RawServer server =
        new RawServer(
            (request, socket, out) -> {
              if (reset.getAndSet(false)) {
                socket.setSoLinger(true, 0);
                socket.close();
              } else {
                out.write(RawServer.registers(request, 7));
              }
            })) {
      open(server).watch(List.of(register(1, 1, 0)));
      awaitLast(1, "7.0");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void aGatewayThatComesBackIsFoundWithinFiveSeconds() throws IOException {
    RawServer.Behaviour proper =
        (request, socket, out) -> out.write(RawServer.registers(request, 7));
    RawServer first = new RawServer(proper);
    Link link = open(first);
    link.watch(List.of(register(1, 1, 0)));
    awaitLast(1, "7.0");
    first.close();
    await().atMost(5, TimeUnit.SECONDS).until(() -> link.state().attempt() >= 2);
    assertThat(link.state().failure()).isInstanceOf(DriverFailure.Unreachable.class);

    heard.forget();
    try (RawServer second = new RawServer(first.port(), proper)) {
      awaitLast(1, "7.0");
      assertThat(link.state().attempt()).isZero();
      assertThat(second.connections()).isEqualTo(1);
    }
  }

  @Test
  void aSilentUnitHarmsNoOtherUnitOfItsGateway() throws IOException {
    try (RawServer server =
        new RawServer(
            (request, socket, out) -> {
              if (request[6] != 1) {
                out.write(RawServer.registers(request, 7));
              }
            })) {
      open(server).watch(List.of(register(1, 1, 0), register(2, 2, 0)));
      awaitLast(1, "TIMEOUT");
      await().atMost(5, TimeUnit.SECONDS).until(() -> heard.of(2).size() > 30);
      assertThat(heard.of(2)).allMatch(s -> s.value() == 7);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void aSilentGatewayDelaysAnotherByNothing() throws IOException {
    Recorder other = new Recorder();
    try (RawServer silent = new RawServer((request, socket, out) -> {});
        RawServer lively =
            new RawServer((request, socket, out) -> out.write(RawServer.registers(request, 7)))) {
      open(silent).watch(List.of(register(1, 1, 0)));
      open(lively.port(), other, Map.of()).watch(List.of(register(2, 1, 0)));
      await().atMost(5, TimeUnit.SECONDS).until(() -> other.of(2).size() > 40);

      List<Recorder.Seen> seen = other.of(2);
      long span = seen.get(40).nanos() - seen.get(1).nanos();
      // 39 periods of 50 ms; a single wait for the silent one would cost 100 ms.
      assertThat(Duration.ofNanos(span))
          .isBetween(PERIOD.multipliedBy(38), PERIOD.multipliedBy(41));
      assertThat(heard.last(1)).isEqualTo("TIMEOUT");
    }
  }

  @Test
  void aWriteThatCannotHappenIsRefusedWithAReason() throws Exception {
    try (RawServer server = new RawServer((request, socket, out) -> {})) {
      Link link = open(server);
      Point bounded = bounded(1, ScanClass.NORMAL, 0, 2, at(1, "holding-register", 0, "uint16"));
      assertThat(detail(outcome(link, bounded, 3))).contains("3.0").contains("0.0 to 2.0");
      Point input = point(2, ScanClass.NORMAL, at(1, "input-register", 0, "uint16"));
      assertThat(detail(outcome(link, input, 1))).contains("not writable");
      Point small = point(3, ScanClass.NORMAL, at(1, "holding-register", 0, "int16"));
      assertThat(detail(outcome(link, small, 40_000))).contains("-32768.0 to 32767.0");
    }
  }

  private static String detail(WriteOutcome outcome) {
    assertThat(outcome).isInstanceOf(WriteOutcome.Refused.class);
    return ((WriteOutcome.Refused) outcome).failure().detail();
  }

  @Test
  void aBitIsWrittenByReadingAndWritingWhereMasksAreNotOffered() throws Exception {
    AtomicInteger register = new AtomicInteger(0x0F01);
    AtomicInteger masks = new AtomicInteger();
    try (RawServer server =
        new RawServer(
            (request, socket, out) -> {
              if (request[7] == 22) {
                masks.incrementAndGet();
                out.write(RawServer.frame(request, (byte) (22 | 0x80), (byte) 1));
              } else if (request[7] == 3) {
                out.write(RawServer.registers(request, register.get()));
              } else {
                register.set(((request[10] & 0xFF) << 8) | (request[11] & 0xFF));
                out.write(request);
              }
            })) {
      Link link = open(server);
      awaitUp(link);
      Map<String, Object> bit = with(at(1, "holding-register", 4, "bool"), "bit", 3);
      Point point = point(1, ScanClass.NORMAL, bit);
      assertThat(outcome(link, point, 1)).isEqualTo(new WriteOutcome.Done());
      assertThat(register).hasValue(0x0F09);
      assertThat(outcome(link, point, 0)).isEqualTo(new WriteOutcome.Done());
      assertThat(register).hasValue(0x0F01);
      assertThat(masks).as("asked once, then known").hasValue(1);
    }
  }

  @Test
  void aPointThatMakesNoSenseIsDeliveredAsUnsupported() throws IOException {
    try (RawServer server =
        new RawServer((request, socket, out) -> out.write(RawServer.registers(request, 7)))) {
      Link link = open(server);
      Point bad = point(9, ScanClass.NORMAL, Map.of("unit", 1, "table", "shelf"));
      link.watch(List.of(bad, register(1, 1, 0)));
      awaitLast(9, "UNSUPPORTED");
      awaitLast(1, "7.0");
    }
  }

  @Test
  void afterCloseNothingIsHeardAndWritesAreRefused() throws Exception {
    try (RawServer server =
        new RawServer((request, socket, out) -> out.write(RawServer.registers(request, 7)))) {
      Link link = open(server);
      link.watch(List.of(register(1, 1, 0)));
      awaitLast(1, "7.0");
      link.close();
      heard.forget();
      assertThat(link.state().status()).isEqualTo(LinkState.Status.CLOSED);
      assertThat(outcome(link, register(1, 1, 0), 1)).isInstanceOf(WriteOutcome.Refused.class);
      assertThat(heard.of(1)).isEmpty();
    }
  }
}
