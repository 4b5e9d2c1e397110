package org.wardlight.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.digitalpetri.modbus.client.ModbusTcpClient;
import com.digitalpetri.modbus.exceptions.ModbusExecutionException;
import com.digitalpetri.modbus.exceptions.ModbusResponseException;
import com.digitalpetri.modbus.exceptions.ModbusTimeoutException;
import com.digitalpetri.modbus.pdu.ReadCoilsRequest;
import com.digitalpetri.modbus.pdu.ReadDiscreteInputsRequest;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadInputRegistersRequest;
import com.digitalpetri.modbus.pdu.WriteMultipleRegistersRequest;
import com.digitalpetri.modbus.pdu.WriteSingleRegisterRequest;
import com.digitalpetri.modbus.tcp.client.NettyTcpClientTransport;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wardlight.api.space.Facility;

/** A real Modbus client against the simulated gateway. */
class ModbusServerTest {
  private static final int UNIT = 3;

  private final TestHouse house = new TestHouse();
  private final Facility facility = house.facility();
  private final SimulatedFacility simulated =
      SimulatedFacility.start(facility, SimulationSettings.quiet());
  private final ModbusTcpClient client = connect();

  private ModbusTcpClient connect() {
    return ModbusTcpClient.create(
        NettyTcpClientTransport.create(
            c -> {
              c.hostname = "127.0.0.1";
              c.port = house.modbusPort;
              c.connectPersistent = false;
              c.connectTimeout = Duration.ofSeconds(2);
            }),
        c -> c.requestTimeout = Duration.ofMillis(500));
  }

  @BeforeEach
  void open() throws ModbusExecutionException {
    client.connect();
  }

  @AfterEach
  void close() throws ModbusExecutionException {
    client.disconnect();
    simulated.close();
  }

  private short input(int address) throws Exception {
    return ByteBuffer.wrap(
            client.readInputRegisters(UNIT, new ReadInputRegistersRequest(address, 1)).registers())
        .getShort();
  }

  private short holding(int address) throws Exception {
    return ByteBuffer.wrap(
            client
                .readHoldingRegisters(UNIT, new ReadHoldingRegistersRequest(address, 1))
                .registers())
        .getShort();
  }

  @Test
  void valuesSetInTheHouseAreReadFromTheRegistersThatTheConfigurationNames() throws Exception {
    simulated.set("203", "bathroom.presence", 1);
    simulated.set("203", "bedroom.temperature", -4.2);
    byte[] bits = client.readDiscreteInputs(UNIT, new ReadDiscreteInputsRequest(2, 2)).inputs();
    assertThat(bits).containsExactly(0b10);
    assertThat(input(10)).isEqualTo((short) -42);
  }

  @Test
  void aBitOfARegisterIsSetAlone() throws Exception {
    simulated.set("203", "bedroom.motion", 1);
    assertThat(holding(33)).isEqualTo((short) 0b10000);
  }

  @Test
  void writesArriveInTheHouse() throws Exception {
    client.writeSingleRegister(UNIT, new WriteSingleRegisterRequest(22, 2));
    assertThat(simulated.value("203", "lamp.red")).isEqualTo(2);
    byte[] float32 = ByteBuffer.allocate(4).putFloat(19.5f).array();
    client.writeMultipleRegisters(UNIT, new WriteMultipleRegistersRequest(30, 2, float32));
    assertThat(simulated.value("203", "climate.setpoint")).isEqualTo(19.5);
  }

  @Test
  void unknownUnitsRegistersAndValuesAreRefusedEachWithItsOwnCode() {
    assertRefused(0x0B, () -> client.readCoils(9, new ReadCoilsRequest(0, 1)));
    assertRefused(2, () -> input(11));
    assertRefused(2, () -> client.writeSingleRegister(UNIT, new WriteSingleRegisterRequest(32, 1)));
    assertRefused(3, () -> client.writeSingleRegister(UNIT, new WriteSingleRegisterRequest(22, 3)));
  }

  private static void assertRefused(int code, ThrowingCallable request) {
    assertThatExceptionOfType(ModbusResponseException.class)
        .isThrownBy(request)
        .satisfies(e -> assertThat(e.getExceptionCode()).isEqualTo(code));
  }

  @Test
  void aSilentDeviceNeverAnswersAndItsNeighboursDo() throws Exception {
    simulated.fault("203-io", Fault.SILENT);
    assertThatExceptionOfType(ModbusTimeoutException.class).isThrownBy(() -> input(10));
    simulated.fault("203-io", Fault.NONE);
    assertThat(input(12)).isPositive();
  }

  @Test
  void aSilentGatewayAcceptsButNeverAnswersAndComesBack() throws Exception {
    simulated.fault(TestHouse.GATEWAY, Fault.SILENT);
    ModbusTcpClient second = connect();
    second.connect();
    assertThatExceptionOfType(ModbusTimeoutException.class)
        .isThrownBy(() -> second.readInputRegisters(UNIT, new ReadInputRegistersRequest(10, 1)));
    second.disconnect();
    simulated.fault(TestHouse.GATEWAY, Fault.NONE);
    reconnected();
  }

  @Test
  void aResettingGatewayBreaksTheConnectionAtOnce() throws Exception {
    simulated.fault(TestHouse.GATEWAY, Fault.RESET);
    assertThatThrownBy(() -> input(10)).isInstanceOf(Exception.class);
    simulated.fault(TestHouse.GATEWAY, Fault.NONE);
    reconnected();
  }

  @Test
  void aGatewayThatIsOffRefusesConnectionsUntilItIsOn() {
    simulated.fault(TestHouse.GATEWAY, Fault.OFF);
    ModbusTcpClient second = connect();
    assertThatThrownBy(second::connect).isInstanceOf(ModbusExecutionException.class);
    simulated.fault(TestHouse.GATEWAY, Fault.NONE);
    reconnected();
  }

  private void reconnected() {
    await()
        .atMost(Duration.ofSeconds(5))
        .ignoreExceptions()
        .until(
            () -> {
              client.connect();
              return input(12) > 0;
            });
  }

  @Test
  void exceptionsAndMissingDevicesCarryTheirCodes() {
    simulated.fault("203-io", Fault.EXCEPTION);
    assertRefused(4, () -> input(10));
    simulated.fault("203-io", Fault.OFF);
    assertRefused(0x0B, () -> input(10));
    simulated.fault("203-io", Fault.NONE);
    simulated.fault(TestHouse.GATEWAY, Fault.EXCEPTION);
    assertRefused(4, () -> input(10));
  }

  @Test
  void aFrozenDeviceKeepsItsValuesIgnoresWritesAndCatchesUp() throws Exception {
    simulated.set("203", "bedroom.temperature", 21);
    simulated.fault("203-io", Fault.FROZEN);
    simulated.set("203", "bedroom.temperature", 25);
    client.writeSingleRegister(UNIT, new WriteSingleRegisterRequest(22, 1));
    assertThat(input(10)).isEqualTo((short) 210);
    assertThat(holding(22)).isZero();
    simulated.fault("203-io", Fault.NONE);
    assertThat(input(10)).isEqualTo((short) 250);
  }

  @Test
  void aTakenPortIsNamedWithItsConnection() {
    assertThatExceptionOfType(SimulationException.class)
        .isThrownBy(() -> SimulatedFacility.start(facility, SimulationSettings.quiet()))
        .withMessageContaining(
            "connection gateway: cannot listen on 127.0.0.1:" + house.modbusPort);
  }
}
