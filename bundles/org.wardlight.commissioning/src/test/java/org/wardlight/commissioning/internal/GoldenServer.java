package org.wardlight.commissioning.internal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.wardlight.commissioning.internal.Golden.Exchange;

/**
 * A unit that holds what golden answers say and nothing else: it serves any part of them, so that a
 * test does not depend on how the driver merges reads. Other addresses do not exist (exception 2);
 * other units do not answer. Writes are kept and confirmed.
 */
final class GoldenServer implements AutoCloseable {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final ServerSocket server;
  private final int unit;
  private final List<String> writes = new CopyOnWriteArrayList<>();

  /** By function code and address: a register, or 0 or 1. */
  private final Map<Integer, Integer> cells = new TreeMap<>();

  GoldenServer(int unit, List<Exchange> exchanges) {
    this.unit = unit;
    exchanges.forEach(this::take);
    try {
      server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::accept, "golden-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void take(Exchange exchange) {
    ByteBuffer request = ByteBuffer.wrap(HEX.parseHex(exchange.request()));
    ByteBuffer answer = ByteBuffer.wrap(HEX.parseHex(exchange.answer()));
    int function = request.get();
    int address = request.getShort() & 0xFFFF;
    int quantity = request.getShort() & 0xFFFF;
    boolean bits = function <= 2;
    int length = bits ? (quantity + 7) / 8 : quantity * 2;
    if (answer.get() != function || answer.get() != length || answer.remaining() != length) {
      throw new IllegalArgumentException("the answer does not fit the request: " + exchange);
    }
    for (int i = 0; i < quantity; i++) {
      int cell = bits ? answer.get(2 + i / 8) >> (i % 8) & 1 : answer.getShort(2 + 2 * i) & 0xFFFF;
      cells.put(key(function, address + i), cell);
    }
  }

  private static int key(int function, int address) {
    return function << 16 | address;
  }

  URI endpoint() {
    return URI.create("modbus-tcp://127.0.0.1:" + server.getLocalPort());
  }

  /** The requests to write, in hexadecimal. */
  List<String> writes() {
    return writes;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread thread = new Thread(() -> serve(socket), "golden-connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        DataInputStream in = new DataInputStream(socket.getInputStream());
        DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
      while (true) {
        int transaction = in.readUnsignedShort();
        in.readUnsignedShort();
        byte[] pdu = new byte[in.readUnsignedShort() - 1];
        int asked = in.readUnsignedByte();
        in.readFully(pdu);
        if (asked == unit) {
          byte[] answer = answer(pdu);
          out.writeShort(transaction);
          out.writeShort(0);
          out.writeShort(answer.length + 1);
          out.writeByte(unit);
          out.write(answer);
          out.flush();
        }
      }
    } catch (IOException e) {
      // The client went: so does this connection.
    }
  }

  private byte[] answer(byte[] pdu) {
    ByteBuffer request = ByteBuffer.wrap(pdu);
    int function = request.get();
    int address = request.getShort() & 0xFFFF;
    if (function > 4) {
      writes.add(HEX.formatHex(pdu));
      return Arrays.copyOf(pdu, Math.min(5, pdu.length));
    }
    int quantity = request.getShort() & 0xFFFF;
    boolean bits = function <= 2;
    byte[] answer = new byte[2 + (bits ? (quantity + 7) / 8 : quantity * 2)];
    answer[0] = (byte) function;
    answer[1] = (byte) (answer.length - 2);
    for (int i = 0; i < quantity; i++) {
      Integer cell = cells.get(key(function, address + i));
      if (cell == null) {
        return new byte[] {(byte) (function | 0x80), 2};
      }
      if (bits) {
        answer[2 + i / 8] |= (byte) (cell << (i % 8));
      } else {
        ByteBuffer.wrap(answer).putShort(2 + 2 * i, cell.shortValue());
      }
    }
    return answer;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
