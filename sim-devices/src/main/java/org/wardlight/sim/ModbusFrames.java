package org.wardlight.sim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** How requests come and answers go, on the server's side. */
enum ModbusFrames {
  /** Transaction, protocol, length, unit, PDU. */
  TCP {
    @Override
    @Nullable Request next(ByteBuf in) {
      if (in.readableBytes() < HEADER) {
        return null;
      }
      int length = in.getUnsignedShort(in.readerIndex() + 4);
      if (length < 2 || length > LONGEST) {
        in.skipBytes(in.readableBytes());
        return null;
      }
      if (in.readableBytes() < HEADER + length) {
        return null;
      }
      int transaction = in.readUnsignedShort();
      in.skipBytes(4);
      int unit = in.readUnsignedByte();
      byte[] pdu = new byte[length - 1];
      in.readBytes(pdu);
      return new Request(transaction, unit, pdu);
    }

    @Override
    ByteBuf pack(Request request, byte[] answer) {
      ByteBuf out = Unpooled.buffer(HEADER + 1 + answer.length);
      out.writeShort(request.transaction).writeShort(0).writeShort(1 + answer.length);
      return out.writeByte(request.unit).writeBytes(answer);
    }
  },

  /** Unit, PDU, checksum. What is no request is thrown away up to the end of what has arrived. */
  RTU {
    @Override
    @Nullable Request next(ByteBuf in) {
      int start = in.readerIndex();
      int length = requestLength(in, start + 1);
      if (length == UNKNOWN_YET || (length > 0 && in.readableBytes() < 1 + length + CRC)) {
        return null;
      }
      if (length < 0 || crc(in, start, 1 + length) != in.getUnsignedShortLE(start + 1 + length)) {
        in.skipBytes(in.readableBytes());
        return null;
      }
      int unit = in.readUnsignedByte();
      byte[] pdu = new byte[length];
      in.readBytes(pdu);
      in.skipBytes(CRC);
      return new Request(0, unit, pdu);
    }

    @Override
    ByteBuf pack(Request request, byte[] answer) {
      ByteBuf out = Unpooled.buffer(1 + answer.length + CRC);
      out.writeByte(request.unit).writeBytes(answer);
      return out.writeShortLE(crc(out, 0, 1 + answer.length));
    }
  };

  private static final int HEADER = 6;
  private static final int LONGEST = 254;
  private static final int CRC = 2;
  private static final int UNKNOWN_YET = 0;
  private static final int NO_FUNCTION = -1;

  /** A request as it came. */
  static final class Request {
    /** 0 where there is none. */
    final int transaction;

    final int unit;
    final byte[] pdu;

    Request(int transaction, int unit, byte[] pdu) {
      this.transaction = transaction;
      this.unit = unit;
      this.pdu = pdu;
    }

    int function() {
      return pdu[0] & 0xff;
    }
  }

  /** Takes the next request off what has arrived; null if none is whole. */
  abstract @Nullable Request next(ByteBuf in);

  abstract ByteBuf pack(Request request, byte[] answer);

  private static int requestLength(ByteBuf in, int at) {
    int there = in.writerIndex() - at;
    if (there < 1) {
      return UNKNOWN_YET;
    }
    int counted =
        switch (in.getUnsignedByte(at)) {
          case 15, 16 -> 6;
          case 23 -> 10;
          default -> 0;
        };
    if (counted > 0) {
      return there < counted ? UNKNOWN_YET : counted + in.getUnsignedByte(at + counted - 1);
    }
    return switch (in.getUnsignedByte(at)) {
      case 1, 2, 3, 4, 5, 6 -> 5;
      case 22 -> 7;
      default -> NO_FUNCTION;
    };
  }

  private static int crc(ByteBuf in, int from, int length) {
    int crc = 0xffff;
    for (int i = 0; i < length; i++) {
      crc ^= in.getUnsignedByte(from + i);
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
      }
    }
    return crc;
  }
}
