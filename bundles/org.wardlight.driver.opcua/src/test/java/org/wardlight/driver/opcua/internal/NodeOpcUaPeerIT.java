package org.wardlight.driver.opcua.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.driver.Browser.Access;
import org.wardlight.api.driver.Browser.Node;
import org.wardlight.api.driver.Browser.Page;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.Link;
import org.wardlight.api.driver.LinkState.Status;
import org.wardlight.api.driver.WriteOutcome;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.ValueType;

/** The driver against a server that shares no code with the library that it uses. */
class NodeOpcUaPeerIT extends LinkFixture {
  private static final String NAMESPACE = "urn:peer:rooms";
  private static int peerPort;
  private static @Nullable NodeOpcUaPeer peer;
  private final Point temperature = point(0, "203.Temperature", Map.of("deadband", "2%"));
  private final Point lamp = point(1, "203.Lamp", Map.of());
  private final Point serial = point(2, ValueType.TEXT, address("203.Serial"));

  /** One for all tests: it takes five seconds to start. */
  @BeforeAll
  static void start(@TempDir Path peerDirectory) throws Exception {
    assumeTrue(NodeOpcUaPeer.isPossible(), "node and npm are not installed");
    assumeTrue(NodeOpcUaPeer.install(), "npm ci failed; see target/peer/npm.log");
    peerPort = TestServer.freePort();
    peer = NodeOpcUaPeer.start(peerPort, peerDirectory);
  }

  @AfterAll
  static void stop() throws Exception {
    if (peer != null) {
      peer.close();
    }
  }

  @Test
  void anUnknownServerIsBrowsedDownToAddresses() throws Exception {
    Page top = browse(null);
    Node room =
        top.nodes().stream()
            .filter(n -> n.browseName().equals("Room203"))
            .findFirst()
            .orElseThrow();
    assertThat(room.hasChildren()).isTrue();

    assertThat(browse(room.node()).nodes())
        .filteredOn(node -> node.namespace().equals(NAMESPACE))
        .extracting(Node::id, Node::dataType, Node::access, Node::value)
        .contains(
            org.assertj.core.groups.Tuple.tuple(
                "s=203.Temperature", "Double", Access.READ_WRITE, "20.0"),
            org.assertj.core.groups.Tuple.tuple("s=203.Lamp", "UInt16", Access.READ_WRITE, "0"));
  }

  @Test
  void pointsAreSubscribedAndWrittenWithoutSecurity() throws Exception {
    followAndWrite(openPeer(Map.of()));
  }

  @Test
  void pointsAreSubscribedAndWrittenOverBasic256Sha256() throws Exception {
    Link opened = openPeer(Map.of("security", "basic256sha256", "check-host", false));
    await().atMost(10, TimeUnit.SECONDS).until(() -> listener.status() == Status.DOWN);
    await().atMost(5, TimeUnit.SECONDS).until(() -> !driver().certificates().isEmpty());
    driver().accept(driver().certificates().get(0).fingerprint());

    followAndWrite(opened);
  }

  private void followAndWrite(Link opened) throws Exception {
    awaitValue(1, 0, 10);
    awaitValue(0, 20, 10);
    await().atMost(5, TimeUnit.SECONDS).until(() -> "SN-4711".equals(listener.texts.get(2)));

    assertThat(write(opened, lamp, 1)).isInstanceOf(WriteOutcome.Done.class);
    awaitValue(1, 1, 3);
    // One degree of a range of 100: below the deadband, so it is not reported.
    assertThat(listener.value(0)).isEqualTo(20);
    assertThat(write(opened, lamp, 5)).isInstanceOf(WriteOutcome.Done.class);
    awaitValue(0, 25, 3);
    assertThat(write(opened, lamp, 0)).isInstanceOf(WriteOutcome.Done.class);
    awaitValue(0, 20, 3);
  }

  private Link openPeer(Map<String, Object> options) {
    Link opened = driver().open(peer(options), listener);
    link = opened;
    opened.watch(List.of(temperature, lamp, serial));
    return opened;
  }

  private ConnectionSpec peer(Map<String, Object> options) {
    return new ConnectionSpec(
        "peer", URI.create("opc.tcp://127.0.0.1:" + peerPort + "/peer"), options);
  }

  private Page browse(@Nullable String node) throws Exception {
    return (Page)
        driver().browse(peer(Map.of()), node, 50).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static Point point(int id, String node, Map<String, Object> more) {
    Map<String, Object> address = new HashMap<>(address(node));
    address.putAll(more);
    return point(id, ValueType.NUMBER, address);
  }

  private static Map<String, Object> address(String node) {
    return Map.of("namespace", NAMESPACE, "id", "s=" + node);
  }
}
