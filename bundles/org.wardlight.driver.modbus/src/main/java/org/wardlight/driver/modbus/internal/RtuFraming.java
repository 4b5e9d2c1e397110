package org.wardlight.driver.modbus.internal;

import com.digitalpetri.modbus.Crc16;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Modbus RTU: unit, PDU, checksum. Silences on the line do not survive USB converters and TCP, so a
 * frame is found by its function's length and its checksum, behind whatever garbage comes first.
 */
final class RtuFraming implements Framing {
  private static final int CRC = 2;

  /** Unit, function, exception code and checksum. */
  private static final int LEAST = 3 + CRC;

  private static final int GREATEST = 1 + Pdu.GREATEST_LENGTH + CRC;

  private final long nanosPerByte;

  /**
   * A framing for a line of this speed.
   *
   * @param nanosPerByte 0 if it is not known, as behind a gateway
   */
  RtuFraming(long nanosPerByte) {
    this.nanosPerByte = nanosPerByte;
  }

  @Override
  public boolean identified() {
    return false;
  }

  @Override
  public void pack(int transaction, Request request, ByteBuf out) {
    int start = out.writerIndex();
    out.writeByte(request.unit()).writeBytes(request.pdu());
    out.writeShortLE(crc(out, start, out.writerIndex()));
  }

  @Override
  public boolean unpack(ByteBuf in, @Nullable Request asked, Frame frame) {
    int end = in.writerIndex();
    for (int start = in.readerIndex(); end - start >= LEAST; start++) {
      if (start > in.readerIndex() && !couldAnswer(asked, in, start)) {
        continue;
      }
      int length = Pdu.answerLength(in, start + 1);
      int crcAt = start + 1 + length;
      if (length > 0
          && crcAt + CRC <= end
          && crc(in, start, crcAt) == in.getUnsignedShortLE(crcAt)) {
        frame.set(0, in.getUnsignedByte(start), start + 1, length);
        in.readerIndex(crcAt + CRC);
        return true;
      }
    }
    if (in.readableBytes() > GREATEST) {
      in.skipBytes(in.readableBytes() - GREATEST);
    }
    return false;
  }

  /** Behind garbage only the awaited answer is looked for: that keeps chance hits out. */
  private static boolean couldAnswer(@Nullable Request asked, ByteBuf in, int start) {
    return asked != null
        && in.getUnsignedByte(start) == asked.unit()
        && (in.getByte(start + 1) & 0x7F) == asked.pdu()[0];
  }

  private static int crc(ByteBuf in, int from, int to) {
    Crc16 crc = new Crc16();
    for (int i = from; i < to; i++) {
      crc.update(in.getByte(i));
    }
    return crc.getValue();
  }

  @Override
  public long wireNanos(byte[] pdu) {
    return nanosPerByte * (pdu.length + Pdu.answerLength(pdu) + 2 * (1 + CRC));
  }
}
