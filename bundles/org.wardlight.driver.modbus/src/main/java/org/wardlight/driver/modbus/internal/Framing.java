package org.wardlight.driver.modbus.internal;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** How requests and answers are packed into a stream of bytes. Lives on the link's event loop. */
interface Framing {
  /** Whether an answer says which request it belongs to; if not, one is under way at a time. */
  boolean identified();

  /** Packs a request. */
  void pack(int transaction, Request request, ByteBuf out);

  /**
   * Takes the next frame off the bytes that were received.
   *
   * @param asked the request under way where answers are not identified
   * @return false if there is no whole frame yet
   * @throws NotModbus if the stream cannot be trusted any more
   */
  boolean unpack(ByteBuf in, @Nullable Request asked, Frame frame) throws NotModbus;

  /** How long the request and its answer are on the wire for their length alone. */
  long wireNanos(byte[] pdu);

  /** A frame within the bytes received; filled again and again. */
  final class Frame {
    int transaction;
    int unit;

    /** Index of the function code. */
    int at;

    /** Bytes from the function code on, without checksum. */
    int length;

    void set(int newTransaction, int newUnit, int newAt, int newLength) {
      transaction = newTransaction;
      unit = newUnit;
      at = newAt;
      length = newLength;
    }
  }

  /** The peer sends what is no Modbus. */
  final class NotModbus extends Exception {
    private static final long serialVersionUID = 1;

    NotModbus(String message) {
      super(message);
    }
  }
}
