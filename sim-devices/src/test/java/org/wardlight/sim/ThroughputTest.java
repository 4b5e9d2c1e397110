package org.wardlight.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.digitalpetri.modbus.client.ModbusTcpClient;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.tcp.client.NettyTcpClientTransport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardlight.api.space.Facility;
import org.wardlight.sim.FacilityGenerator.Layout;

/** Prints a figure; the bound only catches a server that has become slow by orders of magnitude. */
class ThroughputTest {
  private static final int ROOMS = 48;
  private static final int ROUNDS = 400;

  @Test
  void blocksOfTenRegistersAreServedByTheThousand(@TempDir Path directory) throws Exception {
    Facility facility =
        Main.read(
            new FacilityGenerator(ROOMS, false, Layout.ROOMS, TestHouse.freePort())
                .write(directory));
    List<ModbusTcpClient> clients = new ArrayList<>();
    try (SimulatedFacility simulated =
        SimulatedFacility.start(facility, SimulationSettings.lively())) {
      for (var connection : facility.connections().values()) {
        ModbusTcpClient client =
            ModbusTcpClient.create(
                NettyTcpClientTransport.create(
                    c -> {
                      c.hostname = connection.endpoint().getHost();
                      c.port = connection.endpoint().getPort();
                    }));
        client.connect();
        clients.add(client);
      }
      long start = System.nanoTime();
      for (int round = 0; round < ROUNDS; round++) {
        CompletableFuture<?>[] answers =
            clients.stream()
                .map(
                    c ->
                        c.readHoldingRegistersAsync(1, new ReadHoldingRegistersRequest(0, 10))
                            .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(answers).get(10, TimeUnit.SECONDS);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf("Modbus blocks served: %.0f a second%n", ROOMS * ROUNDS / seconds);
      assertThat(simulated.served()).isGreaterThanOrEqualTo((long) ROOMS * ROUNDS);
      assertThat(ROOMS * ROUNDS / seconds).isGreaterThan(500);
      for (ModbusTcpClient client : clients) {
        client.disconnect();
      }
    }
  }
}
