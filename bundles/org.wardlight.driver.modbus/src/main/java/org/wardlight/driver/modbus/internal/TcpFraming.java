package org.wardlight.driver.modbus.internal;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Modbus TCP: transaction, protocol 0, length, unit, PDU. */
final class TcpFraming implements Framing {
  private static final int HEADER = 6;
  private static final int GREATEST_LENGTH = 1 + Pdu.GREATEST_LENGTH;

  @Override
  public boolean identified() {
    return true;
  }

  @Override
  public void pack(int transaction, Request request, ByteBuf out) {
    byte[] pdu = request.pdu();
    out.writeShort(transaction).writeShort(0).writeShort(1 + pdu.length);
    out.writeByte(request.unit()).writeBytes(pdu);
  }

  @Override
  public boolean unpack(ByteBuf in, @Nullable Request asked, Frame frame) throws NotModbus {
    if (in.readableBytes() < HEADER) {
      return false;
    }
    int start = in.readerIndex();
    int length = in.getUnsignedShort(start + 4);
    if (in.getUnsignedShort(start + 2) != 0 || length < 1 || length > GREATEST_LENGTH) {
      throw new NotModbus("what is no Modbus TCP frame");
    }
    if (in.readableBytes() < HEADER + length) {
      return false;
    }
    frame.set(
        in.getUnsignedShort(start),
        in.getUnsignedByte(start + HEADER),
        start + HEADER + 1,
        length - 1);
    in.skipBytes(HEADER + length);
    return true;
  }

  @Override
  public long wireNanos(byte[] pdu) {
    return 0;
  }
}
