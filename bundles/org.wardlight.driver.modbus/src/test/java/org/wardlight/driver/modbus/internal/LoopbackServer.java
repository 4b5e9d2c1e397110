package org.wardlight.driver.modbus.internal;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Accepts connections on loopback and serves each on a thread of its own. */
abstract class LoopbackServer implements AutoCloseable {
  private final ServerSocket server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /** Listens on this port; 0 for any free one. {@link #begin} when all fields are set. */
  LoopbackServer(int port) {
    try {
      server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Serves one request; called again until it says that there are no more. */
  abstract boolean serve(DataInputStream in, Socket socket) throws IOException;

  final void begin() {
    start(this::accept);
  }

  final int port() {
    return server.getLocalPort();
  }

  final int connections() {
    return sockets.size();
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "loopback-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
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
      boolean more = true;
      while (more) {
        more = serve(in, socket);
      }
    } catch (IOException e) {
      // Closed by either side.
    }
  }

  @Override
  public final void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
