package org.wardlight.driver.modbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.wardlight.driver.modbus.internal.Points.at;
import static org.wardlight.driver.modbus.internal.Points.point;
import static org.wardlight.driver.modbus.internal.Points.register;
import static org.wardlight.driver.modbus.internal.Points.with;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.Link;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.driver.WriteOutcome;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.ScanClass;

/** What every transport does with gateways that misbehave in one way each. */
abstract class TransportContract {
  private static final Duration TIMEOUT = Duration.ofMillis(150);
  private static final Duration PERIOD = Duration.ofMillis(50);
  private final ModbusDriver driver = new ModbusDriver(Clock.systemUTC(), System::nanoTime, 1);
  private final Recorder heard = new Recorder();

  /** Long, so that a busy machine makes no timeouts; short in tests that wait for one. */
  private Duration timeout = Duration.ofSeconds(2);

  private final List<AutoCloseable> opened = new ArrayList<>();

  /** Whether frames are those of serial lines. */
  abstract boolean rtu();

  /** The address under which this gateway is reached. */
  abstract String endpoint(Gateway gateway, List<AutoCloseable> toClose) throws IOException;

  @AfterEach
  void stopEverything() throws Exception {
    driver.stop();
    for (AutoCloseable closeable : opened) {
      closeable.close();
    }
    assertThat(heard.overlapped()).as("two calls of the listener at once").isFalse();
  }

  private Gateway gateway(int port, Gateway.Script script) throws IOException {
    Gateway gateway = new Gateway(rtu(), port, script);
    opened.add(0, gateway);
    return gateway;
  }

  private Link open(Gateway.Script script) throws IOException {
    return open(gateway(0, script), Map.of());
  }

  private Link open(Gateway gateway, Map<String, Object> more) throws IOException {
    Map<String, Object> options = new HashMap<>(more);
    options.put("timeout", timeout);
    options.put("scan", Map.of("safety", PERIOD, "normal", PERIOD));
    String endpoint = endpoint(gateway, opened);
    return driver.open(
        new ConnectionSpec("gateway", java.net.URI.create(endpoint), options), heard);
  }

  private void awaitLast(int point, String what) {
    await()
        .atMost(5, TimeUnit.SECONDS)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() -> assertThat(heard.last(point)).isEqualTo(what));
  }

  private static void awaitUp(Link link) {
    await().atMost(5, TimeUnit.SECONDS).until(() -> link.state().status() == LinkState.Status.UP);
  }

  private static WriteOutcome outcome(Link link, Point point, double value) throws Exception {
    return link.write(point, value).toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  @Test
  void valuesAreReadAndCounted() throws IOException {
    Link link = open((unit, pdu, reply) -> reply.send(Gateway.registers(pdu, 7)));
    link.watch(List.of(register(1, 1, 0), register(2, 2, 0)));
    awaitLast(1, "7.0");
    awaitLast(2, "7.0");
    await().atMost(5, TimeUnit.SECONDS).until(() -> link.figures().requests() > 10);
    assertThat(link.figures().timeouts() + link.figures().malformed()).isZero();
    assertThat(link.figures().reconnects()).isZero();
    assertThat(link.figures().lastRoundTrip()).isBetween(Duration.ofNanos(1), timeout);
    assertThat(link.figures().worstRoundTrip()).isGreaterThanOrEqualTo(Duration.ofNanos(1));
  }

  @Test
  void anAnswerInSingleBytesIsPutTogether() throws IOException {
    open((unit, pdu, reply) -> {
          for (byte b : reply.frame(unit, Gateway.registers(pdu, 7))) {
            reply.raw(b);
          }
        })
        .watch(List.of(register(1, 1, 0)));
    awaitLast(1, "7.0");
  }

  @Test
  void silenceIsATimeoutAndAnAnswerEndsIt() throws IOException {
    timeout = TIMEOUT;
    AtomicBoolean silent = new AtomicBoolean(true);
    Link link =
        open(
            (unit, pdu, reply) -> {
              if (unit == 2 || !silent.get()) {
                reply.send(Gateway.registers(pdu, 7));
              }
            });
    link.watch(List.of(register(1, 1, 0), register(2, 2, 0)));
    awaitLast(1, "TIMEOUT");
    awaitLast(2, "7.0");
    assertThat(link.figures().timeouts()).isPositive();
    silent.set(false);
    awaitLast(1, "7.0");
  }

  @Test
  void anAnswerOfAnotherUnitIsNobodysValue() throws IOException {
    timeout = TIMEOUT;
    open((unit, pdu, reply) -> reply.raw(reply.frame(unit + 1, Gateway.registers(pdu, 7))))
        .watch(List.of(register(1, 1, 0)));
    awaitLast(1, "MALFORMED");
    assertThat(heard.of(1)).noneMatch(s -> s.value() == 7);
  }

  @Test
  void anAnswerWithAnotherFunctionIsNobodysValue() throws IOException {
    timeout = TIMEOUT;
    Link link =
        open(
            (unit, pdu, reply) -> {
              byte[] answer = Gateway.registers(pdu, 7);
              answer[0] = 4;
              reply.send(answer);
            });
    link.watch(List.of(register(1, 1, 0)));
    awaitLast(1, "MALFORMED");
    assertThat(heard.of(1)).noneMatch(s -> s.value() == 7);
    assertThat(link.figures().malformed()).isPositive();
  }

  @Test
  void aLateAnswerIsNeverTakenForTheNextRequest() throws IOException {
    timeout = TIMEOUT;
    AtomicInteger asked = new AtomicInteger();
    ConcurrentLinkedQueue<Thread> late = new ConcurrentLinkedQueue<>();
    open((unit, pdu, reply) -> {
          if (unit == 1 && asked.getAndIncrement() == 0) {
            // 666 comes half a time limit too late, while another unit is asked.
            late.add(
                new Thread(
                    () -> {
                      try {
                        Thread.sleep(TIMEOUT.toMillis() * 3 / 2);
                        reply.send(Gateway.registers(pdu, 666));
                      } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                    }));
            late.element().start();
            return;
          }
          reply.send(Gateway.registers(pdu, 7));
        })
        .watch(List.of(register(1, 1, 0), register(2, 2, 0)));
    awaitLast(1, "TIMEOUT");
    awaitLast(1, "7.0");
    assertThat(heard.of(1)).noneMatch(s -> s.value() == 666);
    assertThat(heard.of(2)).noneMatch(s -> s.value() == 666);
  }

  @Test
  void garbageBeforeAnAnswerIsOvercome() throws IOException {
    AtomicBoolean garbage = new AtomicBoolean(true);
    open((unit, pdu, reply) -> {
          if (garbage.getAndSet(false)) {
            reply.raw((byte) 1, (byte) 3, (byte) 0xFA, (byte) 0x55, (byte) 1, (byte) 1, (byte) 9);
          }
          reply.send(Gateway.registers(pdu, 7));
        })
        .watch(List.of(register(1, 1, 0)));
    awaitLast(1, "7.0");
    assertThat(heard.of(1)).allMatch(s -> s.value() == 7 || Double.isNaN(s.value()));
  }

  @Test
  void aTruncatedAnswerIsATimeout() throws IOException {
    timeout = TIMEOUT;
    open((unit, pdu, reply) -> {
          byte[] frame = reply.frame(unit, Gateway.registers(pdu, 7));
          reply.raw(java.util.Arrays.copyOf(frame, frame.length - 1));
        })
        .watch(List.of(register(1, 1, 0)));
    awaitLast(1, "TIMEOUT");
  }

  @Test
  void aRefusedRegisterIsFoundAndThenLeftAlone() throws IOException {
    AtomicInteger askedForFive = new AtomicInteger();
    Link link =
        open(
            (unit, pdu, reply) -> {
              int first = pdu[2];
              boolean bad = first <= 5 && first + pdu[4] > 5;
              askedForFive.addAndGet(bad ? 1 : 0);
              reply.send(bad ? Gateway.exception(pdu, 2) : Gateway.registers(pdu, 7));
            });
    link.watch(IntStream.range(0, 10).mapToObj(i -> register(i, 1, i)).toList());
    awaitLast(5, "REJECTED");
    for (int i : new int[] {0, 1, 2, 3, 4, 6, 7, 8, 9}) {
      awaitLast(i, "7.0");
      assertThat(heard.of(i)).allMatch(s -> s.value() == 7);
    }
    int asked = askedForFive.get();
    int before = heard.of(5).size();
    await().atMost(5, TimeUnit.SECONDS).until(() -> heard.of(5).size() > before + 5);
    assertThat(askedForFive).as("asked again within a second").hasValue(asked);
    assertThat(link.figures().refusals()).isEqualTo(asked);
  }

  @Test
  void aUnitThatRefusedEverythingIsBackSoonAfterItWorks() throws IOException {
    AtomicBoolean broken = new AtomicBoolean(true);
    open((unit, pdu, reply) ->
            reply.send(broken.get() ? Gateway.exception(pdu, 4) : Gateway.registers(pdu, 7)))
        .watch(List.of(register(1, 1, 0), register(2, 1, 1), register(3, 1, 90)));
    for (int point = 1; point <= 3; point++) {
      awaitLast(point, "REJECTED");
    }
    broken.set(false);
    await().atMost(3_500, TimeUnit.MILLISECONDS).until(() -> heard.last(1).equals("7.0"));
    awaitLast(2, "7.0");
    awaitLast(3, "7.0");
  }

  /** What is read every 10 s must not make a dead unit look alive. */
  @ParameterizedTest
  @CsvSource({"4, REJECTED", "11, TIMEOUT"})
  void ofAUnitThatFailsAlsoWhatIsReadSeldomIsKnownSoon(int code, String reason) throws IOException {
    AtomicBoolean broken = new AtomicBoolean();
    open((unit, pdu, reply) ->
            reply.send(broken.get() ? Gateway.exception(pdu, code) : Gateway.registers(pdu, 7)))
        .watch(
            List.of(
                register(1, 1, 0),
                point(2, ScanClass.SLOW, at(1, "holding-register", 90, "uint16"))));
    awaitLast(1, "7.0");
    awaitLast(2, "7.0");
    broken.set(true);
    await().atMost(2_500, TimeUnit.MILLISECONDS).until(() -> heard.last(2).equals(reason));
  }

  @Test
  void aUnitThatItsGatewayCannotReachIsMarkedAsTimedOut() throws IOException {
    open((unit, pdu, reply) ->
            reply.send(
                unit == 7
                    ? Gateway.registers(pdu, 7)
                    : Gateway.exception(pdu, unit == 1 ? 10 : 11)))
        .watch(List.of(register(1, 1, 0), register(2, 2, 0), register(3, 7, 0)));
    awaitLast(1, "TIMEOUT");
    awaitLast(2, "TIMEOUT");
    awaitLast(3, "7.0");
  }

  @Test
  void everyKindOfWriteReachesTheWireAsTheStandardSaysIt() throws Exception {
    List<String> written = new CopyOnWriteArrayList<>();
    Link link =
        open(
            (unit, pdu, reply) -> {
              written.add(java.util.HexFormat.of().formatHex(pdu));
              reply.send(pdu[0] == 22 ? pdu : java.util.Arrays.copyOf(pdu, 5));
            });
    awaitUp(link);
    WriteOutcome done = new WriteOutcome.Done();
    Point coil = point(1, ScanClass.NORMAL, at(1, "coil", 3, "bool"));
    Point wide = point(2, ScanClass.NORMAL, at(1, "holding-register", 4, "float32"));
    Point bit = point(3, ScanClass.NORMAL, with(at(1, "holding-register", 9, "bool"), "bit", 2));
    assertThat(outcome(link, coil, 1)).isEqualTo(done);
    assertThat(outcome(link, register(4, 1, 20), 258)).isEqualTo(done);
    assertThat(outcome(link, wide, 25)).isEqualTo(done);
    assertThat(outcome(link, bit, 1)).isEqualTo(done);
    assertThat(written)
        .containsExactly("050003ff00", "0600140102", "10000400020441c80000", "160009fffb0004");
  }

  @Test
  void functionsThatAUnitLacksAreReplacedAndTheLackIsRemembered() throws Exception {
    List<Integer> functions = new CopyOnWriteArrayList<>();
    Link link =
        open(
            (unit, pdu, reply) -> {
              functions.add((int) pdu[0]);
              reply.send(
                  pdu[0] == 3
                      ? Gateway.registers(pdu, 0)
                      : pdu[0] == 16 || pdu[0] == 15
                          ? java.util.Arrays.copyOf(pdu, 5)
                          : Gateway.exception(pdu, 1));
            });
    awaitUp(link);
    Point coil = point(1, ScanClass.NORMAL, at(1, "coil", 3, "bool"));
    for (int i = 0; i < 2; i++) {
      assertThat(outcome(link, coil, 1)).isEqualTo(new WriteOutcome.Done());
      assertThat(outcome(link, register(2, 1, 20), 1)).isEqualTo(new WriteOutcome.Done());
    }
    assertThat(functions).containsExactly(5, 15, 6, 16, 15, 16);
  }

  @Test
  void anUnansweredWriteIsUnknownAndNotRepeated() throws Exception {
    timeout = TIMEOUT;
    AtomicInteger writes = new AtomicInteger();
    Link link = open((unit, pdu, reply) -> writes.incrementAndGet());
    awaitUp(link);
    assertThat(outcome(link, register(1, 1, 0), 1))
        .isInstanceOfSatisfying(
            WriteOutcome.Unknown.class,
            u -> assertThat(u.failure()).isInstanceOf(DriverFailure.Timeout.class));
    assertThat(outcome(link, register(1, 1, 0), 2)).isInstanceOf(WriteOutcome.Unknown.class);
    assertThat(writes).hasValue(2);
  }

  @Test
  void aConnectionLostDuringAWriteLeavesItUnknown() throws Exception {
    Link link = open((unit, pdu, reply) -> reply.hangUp());
    awaitUp(link);
    assertThat(outcome(link, register(1, 1, 0), 1))
        .isInstanceOfSatisfying(
            WriteOutcome.Unknown.class,
            u -> assertThat(u.failure()).isInstanceOf(DriverFailure.Unreachable.class));
  }

  @Test
  void aLostConnectionIsMadeAnewWithinFiveSeconds() throws IOException {
    AtomicBoolean first = new AtomicBoolean(true);
    Link link =
        open(
            (unit, pdu, reply) -> {
              if (first.getAndSet(false)) {
                reply.hangUp();
              } else {
                reply.send(Gateway.registers(pdu, 7));
              }
            });
    link.watch(List.of(register(1, 1, 0)));
    awaitLast(1, "7.0");
    assertThat(heard.states())
        .containsSubsequence(LinkState.Status.UP, LinkState.Status.DOWN, LinkState.Status.UP);
    assertThat(link.figures().reconnects()).isEqualTo(1);
  }

  @Test
  void thePauseIsKeptBetweenAnAnswerAndTheNextRequest() throws IOException {
    Duration pause = Duration.ofMillis(30);
    List<Long> gaps = new CopyOnWriteArrayList<>();
    long[] answered = {0};
    Gateway gateway =
        gateway(
            0,
            (unit, pdu, reply) -> {
              if (answered[0] != 0) {
                gaps.add(System.nanoTime() - answered[0]);
              }
              answered[0] = System.nanoTime();
              reply.send(Gateway.registers(pdu, 7));
            });
    open(gateway, Map.of("pause", pause))
        .watch(List.of(register(1, 1, 0), register(2, 2, 0), register(3, 3, 0)));
    await().atMost(5, TimeUnit.SECONDS).until(() -> gaps.size() > 20);
    assertThat(gaps).allMatch(gap -> gap >= pause.toNanos());
  }
}
