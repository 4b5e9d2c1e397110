package org.wardlight.driver.modbus.internal;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.SampleBatch;

/** One step of the program that decodes a block: a point and where its value lies in the answer. */
abstract sealed class Field {
  final int point;

  /** Address within the block. */
  final int position;

  private Field(Point point, int position) {
    this.point = point.id();
    this.position = position;
  }

  static Field of(Point point, RegisterAddress address, int blockAddress) {
    int position = address.address() - blockAddress;
    if (address.layout() instanceof Layout.Value number) {
      return new NumberField(point, position, address.table().ofBits, number);
    }
    if (address.layout() instanceof Layout.Text text) {
      return new TextField(point, position, text);
    }
    throw new IllegalStateException("no field for " + address.layout());
  }

  /**
   * Adds the sample.
   *
   * @param data index of the block's first byte
   */
  abstract void decode(ByteBuf in, int data, SampleBatch out);

  private static final class NumberField extends Field {
    private final boolean bitTable;
    private final Layout.Value layout;
    private final double least;
    private final double greatest;

    NumberField(Point point, int position, boolean bitTable, Layout.Value layout) {
      super(point, position);
      this.bitTable = bitTable;
      this.layout = layout;
      Double min = point.min();
      Double max = point.max();
      least = min == null ? Double.NEGATIVE_INFINITY : min;
      greatest = max == null ? Double.POSITIVE_INFINITY : max;
    }

    @Override
    void decode(ByteBuf in, int data, SampleBatch out) {
      double raw = layout.type().value(bits(in, data));
      if (!Double.isFinite(raw)) {
        // A float register that holds NaN is how devices say "no reading"; a bad BCD digit is not.
        out.addBad(
            point,
            layout.type().isFloat() ? QualityReason.DEVICE_REPORTED : QualityReason.MALFORMED);
        return;
      }
      double value = layout.value(raw);
      if (value >= least && value <= greatest) {
        out.add(point, value);
      } else {
        // Outside the bounds, or NaN: a raw value that stands for no state.
        out.add(point, value, Quality.BAD, QualityReason.OUT_OF_RANGE, out.receivedMicros());
      }
    }

    private long bits(ByteBuf in, int data) {
      if (bitTable) {
        return (in.getByte(data + (position >> 3)) >> (position & 7)) & 1;
      }
      long bits = layout.order().get(in, data + 2 * position, layout.type().words);
      return layout.bit() < 0 ? bits : (bits >> layout.bit()) & 1;
    }
  }

  private static final class TextField extends Field {
    private final int bytes;
    private final Charset charset;
    private final int swap;

    TextField(Point point, int position, Layout.Text layout) {
      super(point, position);
      bytes = 2 * layout.length();
      charset = layout.charset();
      swap = layout.swapped() ? 1 : 0;
    }

    @Override
    void decode(ByteBuf in, int data, SampleBatch out) {
      byte[] text = new byte[bytes];
      int length = 0;
      while (length < bytes && at(in, data, length) != 0) {
        text[length] = at(in, data, length);
        length++;
      }
      try {
        String decoded =
            charset
                .newDecoder()
                .decode(ByteBuffer.wrap(text, 0, length))
                .toString()
                .stripTrailing();
        if (decoded.chars().noneMatch(Character::isISOControl)) {
          out.addText(point, decoded);
          return;
        }
      } catch (CharacterCodingException e) {
        // Said below: what is no text is reported like text with control characters.
      }
      out.addBad(point, QualityReason.MALFORMED);
    }

    private byte at(ByteBuf in, int data, int i) {
      return in.getByte(data + 2 * position + (i ^ swap));
    }
  }
}
