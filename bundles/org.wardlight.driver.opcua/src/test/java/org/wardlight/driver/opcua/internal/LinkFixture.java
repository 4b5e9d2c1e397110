package org.wardlight.driver.opcua.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.Link;
import org.wardlight.api.driver.WriteOutcome;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.ScanClass;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.SpaceKind;

/** A real server and a link to it. */
abstract class LinkFixture {
  static final Map<String, Object> NODES =
      Map.of("presence", false, "temperature", 21.5, "lamp", ushort(0), "name", "bath", "mode", 1);

  @TempDir Path directory;
  final RecordingListener listener = new RecordingListener();
  final RealTimers timers = new RealTimers();
  int port;
  @Nullable TestServer server;
  @Nullable Link link;
  private @Nullable OpcUaDriver driver;

  @BeforeEach
  void choosePort() throws Exception {
    port = TestServer.freePort();
    // A key that is there already: making one takes a second of the processor.
    Files.writeString(
        directory.resolve("private-key.pem"), PemFile.text(TestSecurity.USER_KEYS.getPrivate()));
    Files.write(directory.resolve("certificate.der"), TestSecurity.USER_CERTIFICATE.getEncoded());
  }

  @AfterEach
  void closeAll() throws Exception {
    if (link != null) {
      link.close();
    }
    if (server != null) {
      server.close();
    }
    timers.close();
    assertThat(listener.calledTwiceAtOnce).as("listener called twice at once").isFalse();
  }

  /** Made at first use: the directory is not there before the test. */
  OpcUaDriver driver() {
    OpcUaDriver made = driver;
    if (made == null) {
      made = new OpcUaDriver(directory, Clock.systemUTC(), System::nanoTime, timers);
      driver = made;
    }
    return made;
  }

  TestServer serve() throws Exception {
    return serve(TestSecurity.NONE);
  }

  TestServer serve(TestSecurity security) throws Exception {
    TestServer started = new TestServer(port, NODES, security);
    server = started;
    return started;
  }

  Link open(int at, Point... points) {
    return open(at, Map.of(), points);
  }

  Link open(int at, Map<String, Object> options, Point... points) {
    Link opened = driver().open(spec(at, options), listener);
    link = opened;
    opened.watch(List.of(points));
    return opened;
  }

  static ConnectionSpec spec(int at, Map<String, Object> options) {
    return new ConnectionSpec("test", URI.create("opc.tcp://127.0.0.1:" + at + "/test"), options);
  }

  void awaitValue(int point, double value, int seconds) {
    await().atMost(seconds, TimeUnit.SECONDS).until(() -> listener.value(point) == value);
  }

  static WriteOutcome write(Link link, Point point, double value) throws Exception {
    return link.write(point, value).toCompletableFuture().get(4, TimeUnit.SECONDS);
  }

  static Point point(int id, String node, String type) {
    return point(id, Map.of("namespace", TestServer.NAMESPACE, "id", "s=" + node, "type", type));
  }

  static Point point(int id, Map<String, Object> address) {
    return point(id, ValueType.BOOLEAN, address);
  }

  static Point point(int id, ValueType type, Map<String, Object> address) {
    PointKind kind =
        new PointKind(
            "bathroom.presence",
            SpaceKind.BATHROOM,
            type,
            "",
            List.of(),
            type == ValueType.BOOLEAN,
            false,
            null,
            Duration.ofMinutes(1));
    return new Point(
        id,
        "device/p" + id,
        kind,
        "ward",
        "101",
        "101/bathroom",
        "device",
        "test",
        ScanClass.SAFETY,
        true,
        -50.0,
        100_000.0,
        address);
  }
}
