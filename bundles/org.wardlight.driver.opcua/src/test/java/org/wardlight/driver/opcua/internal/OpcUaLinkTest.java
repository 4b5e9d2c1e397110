package org.wardlight.driver.opcua.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.Test;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.Link;
import org.wardlight.api.driver.LinkState.Status;
import org.wardlight.api.driver.WriteOutcome;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.testkit.FaultProxy;
import org.wardlight.testkit.FaultProxy.Trouble;

/** A link against a real server: what it delivers and how it comes back. */
class OpcUaLinkTest extends LinkFixture {
  @Test
  void valuesOfAllTypesArriveAndFollowTheirChanges() throws Exception {
    TestServer running = serve();
    open(
        port,
        point(0, "presence", "Boolean"),
        point(1, "temperature", "Double"),
        point(2, "lamp", "UInt16"));

    await().atMost(20, TimeUnit.SECONDS).until(() -> listener.last.size() == 3);
    assertThat(listener.value(0)).isZero();
    assertThat(listener.value(1)).isEqualTo(21.5);
    assertThat(listener.status()).isEqualTo(Status.UP);

    running.set("presence", true);
    await().atMost(2, TimeUnit.SECONDS).until(() -> listener.value(0) == 1);
  }

  @Test
  void sourceTimeAndQualityComeFromTheServer() throws Exception {
    TestServer running = serve();
    open(port, point(0, "temperature", "Double"), point(1, "name", "String"));
    Instant source = Instant.parse("2026-11-22T02:11:00.250Z");
    running.set(
        "temperature",
        new DataValue(new Variant(22.0), StatusCode.UNCERTAIN, new DateTime(source)));

    await().atMost(20, TimeUnit.SECONDS).until(() -> listener.value(0) == 22.0);
    RecordingListener.Sample sample = listener.last.get(0);
    assertThat(sample)
        .isEqualTo(
            new RecordingListener.Sample(
                22.0,
                Quality.UNCERTAIN,
                QualityReason.DEVICE_REPORTED,
                source.toEpochMilli() * 1000,
                listener.count(0)));
    assertThat(listener.reason(1)).isEqualTo(QualityReason.UNSUPPORTED);

    running.set(
        "temperature",
        new DataValue(new Variant(22.0), new StatusCode(StatusCodes.Bad_SensorFailure)));
    await()
        .atMost(20, TimeUnit.SECONDS)
        .until(
            () ->
                listener.reason(0) == QualityReason.DEVICE_REPORTED
                    && Double.isNaN(listener.value(0)));
  }

  @Test
  void aValueOutsideItsBoundsIsBad() throws Exception {
    TestServer running = serve();
    open(port, point(0, "temperature", "Double"));
    running.set("temperature", 100_001.0);

    await()
        .atMost(20, TimeUnit.SECONDS)
        .until(() -> listener.reason(0) == QualityReason.OUT_OF_RANGE);
  }

  @Test
  void aBadNodeIsRejectedAndHarmsNoNeighbour() throws Exception {
    serve();
    Point elsewhere =
        point(3, Map.of("namespace", "urn:elsewhere", "id", "s=x", "type", "Boolean"));
    Point nonsense = point(4, Map.of("namespace", "urn:elsewhere", "id", "nonsense"));
    open(
        port,
        point(0, "no.such.node", "Boolean"),
        point(1, "presence", "Boolean"),
        point(2, "temperature", "Double"),
        elsewhere,
        nonsense);

    await().atMost(20, TimeUnit.SECONDS).until(() -> listener.last.size() == 5);
    assertThat(listener.reason(0)).isEqualTo(QualityReason.REJECTED);
    assertThat(listener.value(1)).isZero();
    assertThat(listener.value(2)).isEqualTo(21.5);
    assertThat(listener.reason(3)).isEqualTo(QualityReason.REJECTED);
    assertThat(listener.reason(4)).isEqualTo(QualityReason.UNSUPPORTED);
  }

  /** A server that gets its nodes late must not stay blind for long. */
  @Test
  void aNodeThatAppearsLaterIsFound() throws Exception {
    TestServer running = serve();
    open(port, point(0, "late", "Boolean"));
    await().atMost(20, TimeUnit.SECONDS).until(() -> listener.reason(0) == QualityReason.REJECTED);
    running.add("late", true);

    await().atMost(13, TimeUnit.SECONDS).until(() -> listener.value(0) == 1);
  }

  /** The field layer calls a point stale when nothing arrives for long. */
  @Test
  void aQuietPointIsConfirmedEveryTenSeconds() throws Exception {
    serve();
    open(port, point(0, "presence", "Boolean"));
    await().atMost(20, TimeUnit.SECONDS).until(() -> listener.count(0) == 1);

    await().atMost(12, TimeUnit.SECONDS).until(() -> listener.count(0) >= 2);
  }

  @Test
  void refreshReadsAtOnce() throws Exception {
    serve();
    Point presence = point(0, "presence", "Boolean");
    Link opened = open(port, presence);
    await().atMost(20, TimeUnit.SECONDS).until(() -> listener.count(0) == 1);

    opened.refresh(List.of(presence));

    await().atMost(2, TimeUnit.SECONDS).until(() -> listener.count(0) == 2);
  }

  @Test
  void aServerThatComesLaterIsFoundWithinFiveSeconds() throws Exception {
    open(port, point(0, "presence", "Boolean"));
    await().atMost(10, TimeUnit.SECONDS).until(() -> listener.status() == Status.DOWN);
    assertThat(listener.states.get(listener.states.size() - 1).failure())
        .isEqualTo(new DriverFailure.Unreachable("connection refused by 127.0.0.1:" + port));
    await()
        .atMost(10, TimeUnit.SECONDS)
        .until(() -> listener.states.get(listener.states.size() - 1).attempt() >= 4);

    serve();

    await().atMost(5, TimeUnit.SECONDS).until(() -> listener.value(0) == 0);
  }

  @Test
  void aRestartOfTheServerIsSeenAndSurvived() throws Exception {
    TestServer first = serve();
    open(port, point(0, "presence", "Boolean"));
    await().atMost(20, TimeUnit.SECONDS).until(() -> listener.value(0) == 0);

    first.close();
    await().atMost(10, TimeUnit.SECONDS).until(() -> listener.status() == Status.DOWN);
    server = new TestServer(port, Map.of("presence", true));

    await().atMost(5, TimeUnit.SECONDS).until(() -> listener.value(0) == 1);
    assertThat(listener.status()).isEqualTo(Status.UP);
  }

  @Test
  void aDroppedConnectionIsMadeAgain() throws Exception {
    serve();
    try (FaultProxy relay = FaultProxy.ofBytes(port)) {
      open(relay.port(), point(0, "presence", "Boolean"));
      await().atMost(20, TimeUnit.SECONDS).until(() -> listener.value(0) == 0);
      int before = listener.count(0);

      relay.drop();

      await().atMost(8, TimeUnit.SECONDS).until(() -> listener.count(0) > before);
      assertThat(listener.states).extracting(s -> s.status()).contains(Status.DOWN);
    }
  }

  @Test
  void aSessionThatFallsSilentIsLeftAndMadeAgain() throws Exception {
    serve();
    try (FaultProxy relay = FaultProxy.ofBytes(port)) {
      open(relay.port(), point(0, "presence", "Boolean"));
      await().atMost(20, TimeUnit.SECONDS).until(() -> listener.value(0) == 0);
      int before = listener.count(0);

      relay.spoil(Trouble.HALF_OPEN);
      await().atMost(10, TimeUnit.SECONDS).until(() -> listener.status() == Status.DOWN);
      relay.spoil(Trouble.NONE);

      await().atMost(5, TimeUnit.SECONDS).until(() -> listener.count(0) > before);
    }
  }

  @Test
  void aServerThatAcceptsAndSaysNothingIsReportedAsTimeout() throws Exception {
    try (ServerSocket mute = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
      Link opened = open(port, point(0, "presence", "Boolean"));

      await().atMost(10, TimeUnit.SECONDS).until(() -> listener.status() == Status.DOWN);
      assertThat(listener.states.get(listener.states.size() - 1).failure())
          .isInstanceOf(DriverFailure.Timeout.class);
      long began = System.nanoTime();
      opened.close();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
      assertThat(listener.status()).isEqualTo(Status.CLOSED);
      assertThat(mute.isClosed()).isFalse();
    }
  }

  /** A server that has just started, on a busy machine: slow to connect, quick afterwards. */
  @Test
  void aServerThatIsSlowToAnswerAtFirstIsNotReportedDown() throws Exception {
    serve();
    try (FaultProxy relay = FaultProxy.ofBytes(port)) {
      CountDownLatch held = relay.hold();
      open(relay.port(), point(0, "presence", "Boolean"));
      timers.after(Duration.ofSeconds(5), held::countDown);

      await().atMost(20, TimeUnit.SECONDS).until(() -> listener.value(0) == 0);
      assertThat(listener.states).extracting(s -> s.status()).doesNotContain(Status.DOWN);
    }
  }

  @Test
  void closingFreesTheConnection() throws Exception {
    serve();
    try (FaultProxy relay = FaultProxy.ofBytes(port)) {
      Link opened = open(relay.port(), point(0, "presence", "Boolean"));
      await().atMost(20, TimeUnit.SECONDS).until(() -> listener.value(0) == 0);

      opened.close();

      await().atMost(2, TimeUnit.SECONDS).until(() -> relay.openSockets() == 0);
    }
  }

  @Test
  void writesAreTypedAndAnswered() throws Exception {
    TestServer running = serve();
    Point lamp = point(0, "lamp", "UInt16");
    Link opened = open(port, lamp);
    await().atMost(20, TimeUnit.SECONDS).until(() -> listener.value(0) == 0);

    assertThat(write(opened, lamp, 2)).isInstanceOf(WriteOutcome.Done.class);
    assertThat(running.get("lamp")).isEqualTo(ushort(2));
    await().atMost(2, TimeUnit.SECONDS).until(() -> listener.value(0) == 2);

    WriteOutcome tooLarge = write(opened, lamp, 70_000);
    assertThat(((WriteOutcome.Refused) tooLarge).failure())
        .isInstanceOf(DriverFailure.Rejected.class)
        .extracting("code")
        .isEqualTo("Bad_OutOfRange");
    assertThat(running.get("lamp")).isEqualTo(ushort(2));
  }

  @Test
  void aWriteThatIsNotAnsweredIsUnknownAndOneWhileDownIsRefused() throws Exception {
    serve();
    try (FaultProxy relay = FaultProxy.ofBytes(port)) {
      Point lamp = point(0, "lamp", "UInt16");
      Link opened = open(relay.port(), lamp);
      await().atMost(20, TimeUnit.SECONDS).until(() -> listener.value(0) == 0);

      relay.spoil(Trouble.HALF_OPEN);
      assertThat(write(opened, lamp, 1)).isInstanceOf(WriteOutcome.Unknown.class);
      await().atMost(10, TimeUnit.SECONDS).until(() -> listener.status() == Status.DOWN);
      assertThat(write(opened, lamp, 1)).isInstanceOf(WriteOutcome.Refused.class);
    }
  }

  @Test
  void watchReplacesWhatWasWatched() throws Exception {
    TestServer running = serve();
    Link opened = open(port, point(0, "presence", "Boolean"));
    await().atMost(20, TimeUnit.SECONDS).until(() -> listener.value(0) == 0);

    opened.watch(List.of(point(7, "temperature", "Double")));
    await().atMost(20, TimeUnit.SECONDS).until(() -> listener.value(7) == 21.5);
    int before = listener.count(0);
    running.set("presence", true);
    running.set("temperature", 23.0);

    await().atMost(20, TimeUnit.SECONDS).until(() -> listener.value(7) == 23.0);
    assertThat(listener.count(0)).isEqualTo(before);
    assertThat(listener.states).extracting(s -> s.status()).doesNotContain(Status.DOWN);
  }

  @Test
  void manyPointsAreWatchedInChunks() throws Exception {
    Map<String, Object> many = new HashMap<>();
    IntStream.range(0, 1200).forEach(i -> many.put("n" + i, true));
    server = new TestServer(port, many);

    open(
        port,
        IntStream.range(0, 1200).mapToObj(i -> point(i, "n" + i, "Boolean")).toArray(Point[]::new));

    await().atMost(10, TimeUnit.SECONDS).until(() -> listener.last.size() == 1200);
    assertThat(listener.last.values()).allMatch(sample -> sample.value() == 1);
  }
}
