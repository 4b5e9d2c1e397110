package org.wardlight.driver.modbus.internal;

import com.digitalpetri.modbus.server.ModbusTcpServer;
import com.digitalpetri.modbus.server.ProcessImage;
import com.digitalpetri.modbus.server.ReadWriteModbusServices;
import com.digitalpetri.modbus.tcp.server.NettyTcpServerTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** A real Modbus server: digitalpetri's, with one process image for every unit. */
final class Peer {
  final ProcessImage image = new ProcessImage();
  final int port;
  private final ModbusTcpServer server;

  Peer() throws Exception {
    port = freePort();
    server =
        ModbusTcpServer.create(
            NettyTcpServerTransport.create(t -> t.setBindAddress("127.0.0.1").setPort(port)),
            new ReadWriteModbusServices() {
              @Override
              protected Optional<ProcessImage> getProcessImage(int unit) {
                return Optional.of(image);
              }
            });
    server.start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  byte[] holding(int address) {
    return image.get(tx -> tx.readHoldingRegisters(map -> map.getOrDefault(address, new byte[2])));
  }

  void holding(int address, int value) {
    image.with(
        tx ->
            tx.writeHoldingRegisters(
                map -> map.put(address, new byte[] {(byte) (value >> 8), (byte) value})));
  }

  void stop() throws Exception {
    server.stop();
  }
}
