package org.wardlight.driver.modbus.internal;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gateway that answers exactly what the test says, right or wrong. */
final class RawServer implements AutoCloseable {
  private final ServerSocket server;
  private final Behaviour behaviour;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /** Reacts to one request. */
  interface Behaviour {
    void react(byte[] frame, Socket socket, OutputStream out) throws IOException;
  }

  RawServer(Behaviour behaviour) {
    this(0, behaviour);
  }

  RawServer(int port, Behaviour behaviour) {
    this.behaviour = behaviour;
    try {
      server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  int connections() {
    return sockets.size();
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        start(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed by the test.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        byte[] header = in.readNBytes(6);
        if (header.length < 6) {
          return;
        }
        byte[] body = in.readNBytes(((header[4] & 0xFF) << 8) | (header[5] & 0xFF));
        byte[] frame = new byte[6 + body.length];
        System.arraycopy(header, 0, frame, 0, 6);
        System.arraycopy(body, 0, frame, 6, body.length);
        behaviour.react(frame, socket, socket.getOutputStream());
      }
    } catch (IOException e) {
      // Closed by either side.
    }
  }

  /** A proper answer to a read of registers: every register holds this value. */
  static byte[] registers(byte[] request, int value) {
    int count = ((request[10] & 0xFF) << 8) | (request[11] & 0xFF);
    byte[] pdu = new byte[2 + 2 * count];
    pdu[0] = request[7];
    pdu[1] = (byte) (2 * count);
    for (int i = 0; i < count; i++) {
      pdu[2 + 2 * i] = (byte) (value >> 8);
      pdu[3 + 2 * i] = (byte) value;
    }
    return frame(request, pdu);
  }

  static byte[] frame(byte[] request, byte... pdu) {
    byte[] frame = new byte[7 + pdu.length];
    System.arraycopy(request, 0, frame, 0, 7);
    frame[4] = (byte) ((pdu.length + 1) >> 8);
    frame[5] = (byte) (pdu.length + 1);
    System.arraycopy(pdu, 0, frame, 7, pdu.length);
    return frame;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
