package org.wardlight.driver.modbus.internal;

import com.digitalpetri.modbus.client.ModbusTcpClient;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.tcp.client.NettyTcpClientTransport;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.LinkListener;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.SampleBatch;

/**
 * CPU per poll of ten registers, one a second a link. Start "server" first in a process of its own
 * (it prints its port), then "driver PORT LINKS" or "client PORT LINKS". Not run by any build.
 */
final class PollBenchmark {
  private static final int WARM_UP = 20;
  private static final int MEASURED = 20;
  private static final LongAdder ANSWERS = new LongAdder();

  private PollBenchmark() {}

  public static void main(String[] args) throws Exception {
    if (args[0].equals("server")) {
      Peer peer = new Peer();
      IntStream.range(0, 10).forEach(i -> peer.holding(i, i));
      System.out.println(peer.port);
      Thread.currentThread().join();
    }
    int port = Integer.parseInt(args[1]);
    int links = Integer.parseInt(args[2]);
    if (args[0].equals("driver")) {
      driver(port, links);
    } else {
      client(port, links);
    }
    Thread.sleep(WARM_UP * 1_000);
    long cpu = cpuNanos();
    ANSWERS.reset();
    Thread.sleep(MEASURED * 1_000);
    long answers = ANSWERS.sum();
    System.out.printf(
        "%s: %d answers in %d s, %.4f ms CPU each%n",
        args[0], answers, MEASURED, (cpuNanos() - cpu) / 1e6 / answers);
    System.exit(0);
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  private static void driver(int port, int links) {
    ModbusDriver driver = new ModbusDriver(Clock.systemUTC(), System::nanoTime, 1);
    List<Point> points = IntStream.range(0, 10).mapToObj(i -> Points.register(i, 1, i)).toList();
    LinkListener listener =
        new LinkListener() {
          @Override
          public void samples(SampleBatch batch) {
            if (batch.value(9) == 9) {
              ANSWERS.increment();
            }
          }

          @Override
          public void stateChanged(LinkState state) {}
        };
    URI endpoint = URI.create("modbus-tcp://127.0.0.1:" + port);
    for (int i = 0; i < links; i++) {
      driver.open(new ConnectionSpec("gateway-" + i, endpoint, Map.of()), listener).watch(points);
    }
  }

  private static void client(int port, int links) throws Exception {
    List<ModbusTcpClient> clients = new ArrayList<>();
    for (int i = 0; i < links; i++) {
      ModbusTcpClient client =
          ModbusTcpClient.create(
              NettyTcpClientTransport.create(t -> t.setHostname("127.0.0.1").setPort(port)));
      client.connect();
      clients.add(client);
    }
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    ReadHoldingRegistersRequest request = new ReadHoldingRegistersRequest(0, 10);
    for (int i = 0; i < links; i++) {
      ModbusTcpClient client = clients.get(i);
      ScheduledFuture<?> unused =
          timer.scheduleAtFixedRate(
              () ->
                  client
                      .readHoldingRegistersAsync(1, request)
                      .thenAccept(
                          r -> {
                            if (r.registers()[19] == 9) {
                              ANSWERS.increment();
                            }
                          }),
              1_000_000L * i / links,
              1_000_000L,
              TimeUnit.MICROSECONDS);
    }
  }
}
