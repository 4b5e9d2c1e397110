package org.wardlight.benchmark;

import com.digitalpetri.modbus.client.ModbusTcpClient;
import com.digitalpetri.modbus.exceptions.ModbusExecutionException;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.tcp.client.NettyTcpClientTransport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program that asks the same as the server does and makes nothing of the answers: what the
 * library and the kernel need for the polls alone. Its file has a line {@code URI UNIT} a room.
 */
public final class BareClients {
  static final String READY = "bare clients ready";
  private static final long PERIOD_MICROS = 1_000_000;
  private static final ReadHoldingRegistersRequest BLOCK = new ReadHoldingRegistersRequest(0, 10);

  private BareClients() {}

  /** Polls until it is killed. */
  public static void main(String[] args)
      throws IOException, ModbusExecutionException, InterruptedException {
    List<String> rooms = Files.readAllLines(Path.of(args[0]));
    Map<URI, ModbusTcpClient> clients = new HashMap<>();
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    for (int i = 0; i < rooms.size(); i++) {
      String[] words = rooms.get(i).split(" ", -1);
      URI endpoint = URI.create(words[0]);
      ModbusTcpClient client = clients.get(endpoint);
      if (client == null) {
        client =
            ModbusTcpClient.create(
                NettyTcpClientTransport.create(
                    t -> t.setHostname(endpoint.getHost()).setPort(endpoint.getPort())));
        client.connect();
        clients.put(endpoint, client);
      }
      poll(timer, client, Integer.parseInt(words[1]), PERIOD_MICROS * i / rooms.size());
    }
    System.out.println(READY);
    new CountDownLatch(1).await();
  }

  private static void poll(
      ScheduledExecutorService timer, ModbusTcpClient client, int unit, long delayMicros) {
    ScheduledFuture<?> unused =
        timer.scheduleAtFixedRate(
            () -> {
              CompletionStage<?> answer = client.readHoldingRegistersAsync(unit, BLOCK);
              var ignored = answer.exceptionally(e -> null);
            },
            delayMicros,
            PERIOD_MICROS,
            TimeUnit.MICROSECONDS);
  }
}
