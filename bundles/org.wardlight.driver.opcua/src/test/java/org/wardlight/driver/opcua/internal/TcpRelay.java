package org.wardlight.driver.opcua.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Stands between client and server and can fall silent, like a server that hangs. */
final class TcpRelay implements AutoCloseable {
  private final ServerSocket accepting;
  private final int target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile boolean silent;
  private volatile CountDownLatch held = new CountDownLatch(0);

  TcpRelay(int target) throws IOException {
    this.target = target;
    accepting = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    spawn(this::accept);
  }

  int port() {
    return accepting.getLocalPort();
  }

  /** Connections stay, but nothing comes through any more. */
  void silent(boolean now) {
    silent = now;
  }

  /** From now on everything waits, and comes through when the latch is open. */
  CountDownLatch hold() {
    CountDownLatch latch = new CountDownLatch(1);
    held = latch;
    return latch;
  }

  /** Breaks every connection. */
  void drop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  int openSockets() {
    return (int) sockets.stream().filter(socket -> !socket.isClosed()).count();
  }

  private void accept() {
    while (!accepting.isClosed()) {
      try {
        Socket client = accepting.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(server);
        spawn(() -> pump(client, server));
        spawn(() -> pump(server, client));
      } catch (IOException e) {
        // The target is away or the relay was closed; the client sees its connection end.
      }
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        held.await();
        if (!silent) {
          out.write(buffer, 0, n);
        }
      }
    } catch (IOException e) {
      // Either side hung up.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void spawn(Runnable task) {
    Thread thread = new Thread(task, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    accepting.close();
    drop();
  }
}
