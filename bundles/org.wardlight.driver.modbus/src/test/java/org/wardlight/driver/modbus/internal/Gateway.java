package org.wardlight.driver.modbus.internal;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** A gateway behind any transport that answers exactly what the test says, right or wrong. */
final class Gateway extends LoopbackServer {
  private final boolean rtu;
  private final Script script;

  /** Reacts to one request. */
  interface Script {
    void react(int unit, byte[] pdu, Reply reply) throws IOException;
  }

  /** The way back for one request. */
  final class Reply {
    private final byte[] head;
    private final Socket socket;

    private Reply(byte[] head, Socket socket) {
      this.head = head;
      this.socket = socket;
    }

    /** Answers properly, as the unit that was asked. */
    void send(byte... pdu) throws IOException {
      raw(frame(head[head.length - 1], pdu));
    }

    /** A whole frame. */
    byte[] frame(int unit, byte... pdu) {
      if (rtu) {
        byte[] body = new byte[1 + pdu.length];
        body[0] = (byte) unit;
        System.arraycopy(pdu, 0, body, 1, pdu.length);
        return withCrc(body);
      }
      byte[] frame = new byte[7 + pdu.length];
      System.arraycopy(head, 0, frame, 0, 6);
      frame[5] = (byte) (1 + pdu.length);
      frame[6] = (byte) unit;
      System.arraycopy(pdu, 0, frame, 7, pdu.length);
      return frame;
    }

    void raw(byte... bytes) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
    }

    void hangUp() throws IOException {
      socket.close();
    }
  }

  Gateway(boolean rtu, int port, Script script) {
    super(port);
    this.rtu = rtu;
    this.script = script;
    begin();
  }

  @Override
  boolean serve(DataInputStream in, Socket socket) throws IOException {
    byte[] head = in.readNBytes(rtu ? 1 : 7);
    if (head.length == 0) {
      return false;
    }
    byte[] pdu = rtu ? rtuPdu(in) : in.readNBytes((head[5] & 0xFF) - 1);
    script.react(head[head.length - 1] & 0xFF, pdu, new Reply(head, socket));
    return true;
  }

  private static byte[] rtuPdu(DataInputStream in) throws IOException {
    byte[] start = in.readNBytes(5);
    byte[] rest =
        switch (start[0]) {
          case 15, 16 -> {
            int count = in.readUnsignedByte();
            byte[] values = in.readNBytes(count);
            byte[] all = new byte[1 + count];
            all[0] = (byte) count;
            System.arraycopy(values, 0, all, 1, count);
            yield all;
          }
          case 22 -> in.readNBytes(2);
          default -> new byte[0];
        };
    in.readNBytes(2);
    byte[] pdu = new byte[5 + rest.length];
    System.arraycopy(start, 0, pdu, 0, 5);
    System.arraycopy(rest, 0, pdu, 5, rest.length);
    return pdu;
  }

  /** Appends the checksum, computed bit by bit as the standard describes it. */
  static byte[] withCrc(byte... body) {
    int crc = 0xFFFF;
    for (byte b : body) {
      crc ^= b & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xA001 : crc >> 1;
      }
    }
    byte[] frame = java.util.Arrays.copyOf(body, body.length + 2);
    frame[body.length] = (byte) crc;
    frame[body.length + 1] = (byte) (crc >> 8);
    return frame;
  }

  /** A proper answer to a read of registers: every register holds this value. */
  static byte[] registers(byte[] pdu, int value) {
    int count = ((pdu[3] & 0xFF) << 8) | (pdu[4] & 0xFF);
    byte[] answer = new byte[2 + 2 * count];
    answer[0] = pdu[0];
    answer[1] = (byte) (2 * count);
    for (int i = 0; i < count; i++) {
      answer[2 + 2 * i] = (byte) (value >> 8);
      answer[3 + 2 * i] = (byte) value;
    }
    return answer;
  }

  static byte[] exception(byte[] pdu, int code) {
    return new byte[] {(byte) (pdu[0] | 0x80), (byte) code};
  }
}
