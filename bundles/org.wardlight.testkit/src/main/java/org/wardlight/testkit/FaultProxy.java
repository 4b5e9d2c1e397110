package org.wardlight.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP relay on loopback between a client and a device that spoils what the device answers: frame
 * by frame for Modbus TCP, piece by piece as they come for all else. Threads of its own, for it
 * belongs to tests only.
 */
public final class FaultProxy implements AutoCloseable {
  /** What happens to an answer. */
  public enum Trouble {
    /** Passes as it is. */
    NONE,
    /** Comes late by the delay. */
    DELAYED,
    /** Never arrives, in neither direction; the connection stays open. */
    HALF_OPEN,
    /** The connection is reset in the middle of the answer. */
    RESET,
    /** Its second half is missing; what follows comes right after. */
    TRUNCATED,
    /** Some of its bits are turned over, anywhere. */
    MUTATED,
    /** Says that another unit answered. */
    WRONG_UNIT,
    /** Answers a question that nobody asked. */
    WRONG_TRANSACTION,
    /** Comes twice. */
    DOUBLED,
    /** Random bytes come before it. */
    GARBAGE
  }

  private static final int MBAP = 7;

  private final InetSocketAddress device;
  private final boolean modbus;
  private final ServerSocket listener;
  private final Random random;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong spoiled = new AtomicLong();
  private volatile Plan plan = new Plan(Trouble.NONE, 0, 0);
  private volatile CountDownLatch held = new CountDownLatch(0);
  private volatile boolean closed;

  private record Plan(Trouble trouble, double share, long delayMillis) {}

  private FaultProxy(InetSocketAddress device, boolean modbus, long seed) {
    this.device = device;
    this.modbus = modbus;
    this.random = new Random(seed);
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start("accept", this::accept);
  }

  /**
   * Starts a relay to a Modbus TCP device on a free port.
   *
   * @param device where it relays to
   * @param seed the same seed spoils in the same way
   */
  public static FaultProxy to(InetSocketAddress device, long seed) {
    return new FaultProxy(device, true, seed);
  }

  /** Starts a relay to whatever listens on this port of loopback, on a free port. */
  public static FaultProxy ofBytes(int port) {
    return new FaultProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), false, 0);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Does this to every answer from now on. */
  public void spoil(Trouble trouble) {
    spoil(trouble, 1, 0);
  }

  /**
   * Does this to a share of the answers from now on.
   *
   * @param share 0 to 1
   * @param delayMillis for {@link Trouble#DELAYED}
   */
  public void spoil(Trouble trouble, double share, long delayMillis) {
    plan = new Plan(trouble, share, delayMillis);
  }

  /** Resets all connections, once. */
  public void reset() {
    sockets.forEach(FaultProxy::reset);
  }

  /** Ends all connections, once, as by agreement. */
  public void drop() {
    drop(sockets.toArray(Socket[]::new));
  }

  /** From now on everything waits, and comes through when the latch is open. */
  public CountDownLatch hold() {
    CountDownLatch latch = new CountDownLatch(1);
    held = latch;
    return latch;
  }

  /** How many sockets are open now, two for each connection. */
  public int openSockets() {
    return sockets.size();
  }

  /** How many connections were made so far. */
  public long connections() {
    return connections.get();
  }

  /** How many answers came by so far. */
  public long answers() {
    return answers.get();
  }

  /** How many of them were spoiled. */
  public long spoiled() {
    return spoiled.get();
  }

  private void accept() throws IOException {
    while (!closed) {
      Socket client = listener.accept();
      connections.incrementAndGet();
      client.setTcpNoDelay(true);
      Socket server = new Socket();
      sockets.add(client);
      sockets.add(server);
      try {
        server.connect(device, 2_000);
        server.setTcpNoDelay(true);
      } catch (IOException e) {
        // The device is off: so is the way to it.
        drop(client, server);
        continue;
      }
      start("questions", () -> relay(client, server, false));
      start("answers", () -> relay(server, client, true));
    }
  }

  private void relay(Socket from, Socket to, boolean fromDevice) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] buffer = new byte[64 * 1024];
      int filled = 0;
      while (true) {
        int n = in.read(buffer, filled, buffer.length - filled);
        if (n < 0) {
          return;
        }
        filled += n;
        int at = 0;
        int length;
        while ((length = frame(buffer, at, filled)) > 0) {
          byte[] frame = new byte[length];
          System.arraycopy(buffer, at, frame, 0, length);
          at += length;
          pass(frame, from, to, out, fromDevice);
        }
        filled -= at;
        System.arraycopy(buffer, at, buffer, 0, filled);
      }
    } catch (IOException e) {
      // One side is gone: so is the other.
    } finally {
      drop(from, to);
    }
  }

  /** The length of the frame that begins here; 0 while it is incomplete. */
  private int frame(byte[] buffer, int at, int end) {
    int available = end - at;
    if (!modbus) {
      return available;
    }
    if (available < MBAP) {
      return 0;
    }
    int length = 6 + ((buffer[at + 4] & 0xff) << 8 | (buffer[at + 5] & 0xff));
    return available >= length ? length : 0;
  }

  private void pass(byte[] frame, Socket from, Socket to, OutputStream out, boolean fromDevice)
      throws IOException {
    await(held);
    Plan now = plan;
    if (now.trouble == Trouble.HALF_OPEN) {
      count(fromDevice, true);
      return;
    }
    boolean spoil = fromDevice && now.trouble != Trouble.NONE && chance() < now.share;
    count(fromDevice, spoil);
    if (!spoil) {
      out.write(frame);
      return;
    }
    switch (now.trouble) {
      case DELAYED -> {
        LockSupport.parkNanos(now.delayMillis * 1_000_000);
        out.write(frame);
      }
      case RESET -> {
        out.write(frame, 0, frame.length / 2);
        reset(to);
        reset(from);
      }
      case TRUNCATED -> out.write(frame, 0, Math.max(1, frame.length / 2));
      case DOUBLED -> {
        out.write(frame);
        out.write(frame);
      }
      case GARBAGE -> {
        byte[] garbage = new byte[1 + below(20)];
        fill(garbage);
        out.write(garbage);
        out.write(frame);
      }
      default -> {
        spoil(frame, now.trouble);
        out.write(frame);
      }
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void spoil(byte[] frame, Trouble trouble) {
    switch (trouble) {
      case WRONG_UNIT -> frame[Math.min(6, frame.length - 1)] ^= (byte) (1 + below(254));
      case WRONG_TRANSACTION -> frame[below(2)] ^= (byte) (1 + below(254));
      case MUTATED -> {
        for (int i = 1 + below(4); i > 0; i--) {
          frame[below(frame.length)] ^= (byte) (1 << below(8));
        }
      }
      default -> throw new IllegalStateException(trouble + " spoils no single bytes");
    }
  }

  private void count(boolean fromDevice, boolean spoil) {
    if (fromDevice) {
      answers.incrementAndGet();
      if (spoil) {
        spoiled.incrementAndGet();
      }
    }
  }

  private double chance() {
    synchronized (random) {
      return random.nextDouble();
    }
  }

  private int below(int bound) {
    synchronized (random) {
      return random.nextInt(bound);
    }
  }

  private void fill(byte[] bytes) {
    synchronized (random) {
      random.nextBytes(bytes);
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is closed already.
    }
  }

  private void drop(Socket... pair) {
    for (Socket socket : pair) {
      sockets.remove(socket);
      try {
        socket.close();
      } catch (IOException e) {
        // Nothing is left to close.
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                if (!closed) {
                  throw new UncheckedIOException(e);
                }
              }
            },
            "fault-proxy-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    closed = true;
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reset();
  }
}
