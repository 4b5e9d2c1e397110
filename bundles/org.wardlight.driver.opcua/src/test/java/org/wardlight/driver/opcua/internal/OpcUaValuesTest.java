package org.wardlight.driver.opcua.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.wardlight.api.driver.DriverFailure;
import org.wardlight.api.driver.Link;
import org.wardlight.api.driver.WriteOutcome;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.ValueType;

/** What is asked of nodes, and what is made of their values. */
class OpcUaValuesTest extends LinkFixture {
  @Test
  void aTextIsDeliveredAsText() throws Exception {
    TestServer running = serve();
    open(port, point(0, ValueType.TEXT, address("name")), number(1, "name"));

    await().atMost(20, TimeUnit.SECONDS).until(() -> "bath".equals(listener.texts.get(0)));
    running.set("name", "bath 2");
    await().atMost(2, TimeUnit.SECONDS).until(() -> "bath 2".equals(listener.texts.get(0)));
    assertThat(listener.reason(1)).isEqualTo(QualityReason.UNSUPPORTED);
  }

  @Test
  void smallChangesStayBelowTheDeadbandOfThePoint() throws Exception {
    TestServer running = serve();
    open(port, number(0, "temperature", "deadband", 0.5), number(1, "temperature"));
    awaitValue(0, 21.5, 20);
    awaitValue(1, 21.5, 20);

    running.set("temperature", 21.7);

    awaitValue(1, 21.7, 2);
    assertThat(listener.value(0)).isEqualTo(21.5);
    running.set("temperature", 22.2);
    awaitValue(0, 22.2, 2);
  }

  @Test
  void theDeadbandOfTheConnectionHoldsForQuantitiesThatStateNone() throws Exception {
    TestServer running = serve();
    Point presence = point(2, "presence", "Boolean");
    open(
        port,
        Map.of("deadband", 0.5),
        number(0, "temperature"),
        number(1, "temperature", "deadband", 0),
        presence);
    awaitValue(0, 21.5, 20);
    awaitValue(1, 21.5, 20);

    running.set("temperature", 21.7);
    running.set("presence", true);

    awaitValue(1, 21.7, 2);
    awaitValue(2, 1, 2);
    assertThat(listener.value(0)).isEqualTo(21.5);
  }

  /** A node without a range has no percent of it; its values matter more than their number. */
  @Test
  void aDeadbandThatTheServerRefusesIsLeftOut() throws Exception {
    TestServer running = serve();
    open(port, number(0, "temperature", "deadband", "2%"));
    awaitValue(0, 21.5, 20);

    running.set("temperature", 21.6);

    awaitValue(0, 21.6, 2);
    assertThat(listener.reason(0)).isEqualTo(QualityReason.NONE);
  }

  @Test
  void aPointMayBeSampledMoreOftenThanItsClass() throws Exception {
    TestServer running = serve();
    Map<String, Object> slow = Map.of("safety", Duration.ofMinutes(1));
    open(port, Map.of("scan", slow), number(0, "temperature", "sampling", Duration.ofMillis(50)));
    awaitValue(0, 21.5, 20);

    running.set("temperature", 25.0);

    awaitValue(0, 25, 2);
  }

  @Test
  void aValueIsWrittenAsTheTypeThatTheNodeHas() throws Exception {
    TestServer running = serve();
    Point lamp = number(0, "lamp");
    Point mode = point(1, "mode", "Double");
    Link opened = open(port, lamp, mode);
    awaitValue(0, 0, 20);
    awaitValue(1, 1, 20);

    assertThat(write(opened, lamp, 2)).isInstanceOf(WriteOutcome.Done.class);
    assertThat(write(opened, mode, 3)).isInstanceOf(WriteOutcome.Done.class);
    assertThat(running.get("mode")).isEqualTo(3);
  }

  @Test
  void aWriteThatTheNodeCannotTakeIsRefusedWithItsCodeAndHarmsNoOther() throws Exception {
    serve();
    Point text = number(0, "name");
    Point lamp = number(1, "lamp");
    Link opened = open(port, text, lamp);
    awaitValue(1, 0, 20);

    assertThat(code(write(opened, text, 1))).isEqualTo("Bad_TypeMismatch");
    assertThat(code(write(opened, lamp, 70_000))).isEqualTo("Bad_OutOfRange");
    assertThat(code(write(opened, number(5, "no.such.node", "type", "Double"), 1)))
        .isEqualTo("Bad_NodeIdUnknown");
    assertThat(write(opened, lamp, 1)).isInstanceOf(WriteOutcome.Done.class);
  }

  private static String code(WriteOutcome outcome) {
    return ((DriverFailure.Rejected) ((WriteOutcome.Refused) outcome).failure()).code();
  }

  private static Point number(int id, String node) {
    return point(id, ValueType.NUMBER, address(node));
  }

  private static Point number(int id, String node, String key, Object value) {
    Map<String, Object> address = new HashMap<>(address(node));
    address.put(key, value);
    return point(id, ValueType.NUMBER, address);
  }

  private static Map<String, Object> address(String node) {
    return Map.of("namespace", TestServer.NAMESPACE, "id", "s=" + node);
  }
}
