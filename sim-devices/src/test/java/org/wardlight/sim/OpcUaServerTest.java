package org.wardlight.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real OPC UA client against the simulated server. */
class OpcUaServerTest {
  private final TestHouse house = new TestHouse();
  private final SimulatedFacility simulated =
      SimulatedFacility.start(house.facility(), SimulationSettings.quiet());
  private final OpcUaClient client = client();

  private OpcUaClient client() {
    try {
      return OpcUaClient.create("opc.tcp://127.0.0.1:" + house.opcUaPort + "/wardlight");
    } catch (UaException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void open() throws UaException {
    client.connect();
  }

  @AfterEach
  void close() throws UaException {
    client.disconnect();
    simulated.close();
  }

  private NodeId node(String kind) {
    return new NodeId(client.getNamespaceTable().getIndex(TestHouse.NAMESPACE), "301." + kind);
  }

  private DataValue read(String kind) throws UaException {
    return client.readValue(0, TimestampsToReturn.Both, node(kind));
  }

  private StatusCode write(String kind, Object value) throws UaException {
    return client
        .writeValues(List.of(node(kind)), List.of(DataValue.valueOnly(new Variant(value))))
        .get(0);
  }

  @Test
  void valuesAreReadInTheTypeThatTheConfigurationNames() throws Exception {
    simulated.set("301", "bathroom.presence", 1);
    assertThat(read("bathroom.presence").value().value()).isEqualTo(true);
    assertThat(read("bedroom.temperature").value().value()).isEqualTo(22.0);
    assertThat(read("lamp.red").value().value()).isEqualTo(ushort(0));
  }

  @Test
  void writesArriveInTheHouseOrAreRefused() throws Exception {
    assertThat(write("lamp.red", ushort(2)).isGood()).isTrue();
    assertThat(simulated.value("301", "lamp.red")).isEqualTo(2);
    assertThat(read("lamp.red").value().value()).isEqualTo(ushort(2));
    assertThat(write("lamp.red", ushort(9)).value()).isEqualTo(StatusCodes.Bad_OutOfRange);
    assertThat(write("bed.occupied", true).value()).isEqualTo(StatusCodes.Bad_NotWritable);
  }

  @Test
  void subscribersHearOfAChangeWithinATenthOfASecond() throws Exception {
    List<Object> seen = subscribe("bathroom.presence");
    await().atMost(Duration.ofSeconds(5)).until(() -> seen.equals(List.of(false)));
    long start = System.nanoTime();
    simulated.set("301", "bathroom.presence", 1);
    await()
        .pollInterval(Duration.ofMillis(2))
        .atMost(Duration.ofSeconds(2))
        .until(() -> seen.equals(List.of(false, true)));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.println("OPC UA change seen after " + took.toMillis() + " ms");
    assertThat(took).isLessThan(Duration.ofMillis(500));
  }

  private List<Object> subscribe(String kind) throws UaException {
    List<Object> seen = new CopyOnWriteArrayList<>();
    OpcUaSubscription subscription = new OpcUaSubscription(client, 50.0);
    subscription.create();
    OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(node(kind));
    item.setSamplingInterval(50.0);
    item.setQueueSize(uint(10));
    item.setDataValueListener(
        (i, v) -> seen.add(v.statusCode().isGood() ? v.value().value() : v.statusCode().value()));
    subscription.addMonitoredItem(item);
    subscription.synchronizeMonitoredItems();
    return seen;
  }

  @Test
  void aMissingDeviceIsABadStatusForReadersWritersAndSubscribers() throws Exception {
    List<Object> seen = subscribe("bed.occupied");
    await().atMost(Duration.ofSeconds(5)).until(() -> seen.equals(List.of(true)));
    simulated.fault("301-rc", Fault.OFF);
    assertThat(read("bed.occupied").statusCode().value())
        .isEqualTo(StatusCodes.Bad_NoCommunication);
    assertThat(write("lamp.red", ushort(1)).value()).isEqualTo(StatusCodes.Bad_NoCommunication);
    simulated.fault("301-rc", Fault.NONE);
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> seen.equals(List.of(true, StatusCodes.Bad_NoCommunication, true)));
  }

  @Test
  void aMuteServerAnswersButPublishesNothing() throws Exception {
    List<Object> seen = subscribe("bed.occupied");
    await().atMost(Duration.ofSeconds(5)).until(() -> seen.equals(List.of(true)));
    simulated.fault(TestHouse.BUILDING, Fault.MUTE);
    int[] changes = {0};
    await()
        .pollInterval(Duration.ofMillis(60))
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              simulated.set("301", "bed.occupied", changes[0] % 2);
              return changes[0]++ == 30;
            });
    // What had been asked for before is still answered.
    assertThat(seen).hasSizeLessThan(10);
    assertThat(read("bed.occupied").value().value()).isEqualTo(false);
    assertThatThrownBy(() -> simulated.fault("301-rc", Fault.MUTE))
        .hasMessageContaining("only a connection to an OPC UA server");
    assertThatThrownBy(() -> simulated.fault(TestHouse.GATEWAY, Fault.MUTE))
        .isInstanceOf(SimulationException.class);
  }

  @Test
  void aServerThatIsRestartedServesTheSameHouse() {
    simulated.fault("301-rc", Fault.OFF);
    simulated.set("301", "bedroom.temperature", 23.5);
    simulated.restart(TestHouse.BUILDING);
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(() -> Double.valueOf(23.5).equals(read("bedroom.temperature").value().value()));
  }

  @Test
  void aServerThatIsOffRefusesAndComesBack() {
    simulated.fault(TestHouse.BUILDING, Fault.OFF);
    assertThatThrownBy(() -> client().connect()).isInstanceOf(Exception.class);
    simulated.fault(TestHouse.BUILDING, Fault.NONE);
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(() -> read("bed.occupied").statusCode().isGood());
  }
}
