package org.wardlight.driver.modbus.internal;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;

/** A gateway that answers exactly what the test says, right or wrong. */
final class RawServer extends LoopbackServer {
  private final Behaviour behaviour;

  /** Reacts to one request. */
  interface Behaviour {
    void react(byte[] frame, Socket socket, OutputStream out) throws IOException;
  }

  RawServer(Behaviour behaviour) {
    this(0, behaviour);
  }

  RawServer(int port, Behaviour behaviour) {
    super(port);
    this.behaviour = behaviour;
    begin();
  }

  @Override
  boolean serve(DataInputStream in, Socket socket) throws IOException {
    byte[] header = in.readNBytes(6);
    if (header.length < 6) {
      return false;
    }
    byte[] body = in.readNBytes(((header[4] & 0xFF) << 8) | (header[5] & 0xFF));
    byte[] frame = new byte[6 + body.length];
    System.arraycopy(header, 0, frame, 0, 6);
    System.arraycopy(body, 0, frame, 6, body.length);
    behaviour.react(frame, socket, socket.getOutputStream());
    return true;
  }

  /** A proper answer to a read of registers: every register holds this value. */
  static byte[] registers(byte[] request, int value) {
    return frame(request, Gateway.registers(Arrays.copyOfRange(request, 7, 12), value));
  }

  static byte[] frame(byte[] request, byte... pdu) {
    byte[] frame = new byte[7 + pdu.length];
    System.arraycopy(request, 0, frame, 0, 7);
    frame[4] = (byte) ((pdu.length + 1) >> 8);
    frame[5] = (byte) (pdu.length + 1);
    System.arraycopy(pdu, 0, frame, 7, pdu.length);
    return frame;
  }
}
