package org.wardlight.driver.modbus.internal;

import io.netty.buffer.ByteBuf;

/**
 * How a value is laid out over registers. Letters are bytes on the wire, A the most significant.
 */
enum WordOrder {
  ABCD(false, false),
  CDAB(true, false),
  BADC(false, true),
  DCBA(true, true);

  private final boolean wordsReversed;
  private final boolean bytesSwapped;

  WordOrder(boolean wordsReversed, boolean bytesSwapped) {
    this.wordsReversed = wordsReversed;
    this.bytesSwapped = bytesSwapped;
  }

  /** The bits of this many registers (1 to 4) that begin at the index, most significant first. */
  long get(ByteBuf in, int index, int words) {
    long bits = 0;
    for (int i = 0; i < words; i++) {
      short word = in.getShort(index + 2 * (wordsReversed ? words - 1 - i : i));
      bits = (bits << 16) | ((bytesSwapped ? Short.reverseBytes(word) : word) & 0xFFFFL);
    }
    return bits;
  }

  /** Where a bit of the value lies in the register as it goes over the wire. */
  int wireBit(int bit) {
    return bytesSwapped ? bit ^ 8 : bit;
  }

  /** The registers, as they go over the wire, that hold these bits. */
  byte[] put(long bits, int words) {
    byte[] out = new byte[2 * words];
    for (int i = 0; i < words; i++) {
      short word = (short) (bits >> (16 * (words - 1 - i)));
      int at = 2 * (wordsReversed ? words - 1 - i : i);
      out[at + (bytesSwapped ? 1 : 0)] = (byte) (word >> 8);
      out[at + (bytesSwapped ? 0 : 1)] = (byte) word;
    }
    return out;
  }
}
