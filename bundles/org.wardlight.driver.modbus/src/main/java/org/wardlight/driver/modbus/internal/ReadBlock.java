package org.wardlight.driver.modbus.internal;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.point.SampleBatch;
import org.wardlight.api.point.ScanClass;

/** One read request, encoded once, and how its answer becomes samples. Immutable. */
final class ReadBlock {
  private final List<Mapping> mappings;
  private final Field[] fields;
  private final Table table;
  private final int address;
  private final int count;
  private final byte[] pdu;

  /**
   * A block over these mappings.
   *
   * @param mappings of one unit, table and scan class, in the order of their addresses
   */
  ReadBlock(List<Mapping> mappings) {
    this.mappings = List.copyOf(mappings);
    RegisterAddress first = mappings.get(0).address();
    table = first.table();
    address = first.address();
    int end = mappings.stream().mapToInt(Mapping::end).max().orElseThrow();
    count = end - address;
    pdu = Pdu.read(table, address, count);
    fields = mappings.stream().map(m -> new Field(m, address)).toArray(Field[]::new);
  }

  /** A point and its decoded address. */
  record Mapping(Point point, RegisterAddress address) {
    /** The first address behind it. */
    int end() {
      return address.address() + address.length();
    }
  }

  int unit() {
    return mappings.get(0).address().unit();
  }

  Table table() {
    return table;
  }

  ScanClass scan() {
    return mappings.get(0).point().scan();
  }

  int address() {
    return address;
  }

  int count() {
    return count;
  }

  /** The encoded request; not to be changed. */
  @SuppressWarnings("EI_EXPOSE_REP") // shared on purpose: sending must not allocate
  byte[] pdu() {
    return pdu;
  }

  List<Mapping> mappings() {
    return mappings;
  }

  /**
   * Adds the samples of an answer.
   *
   * @param at index of the function code
   * @param length of the PDU
   * @return what is wrong with the answer, null if nothing; then nothing was added
   */
  @Nullable String decode(ByteBuf in, int at, int length, SampleBatch out) {
    int bytes = table.ofBits ? (count + 7) / 8 : 2 * count;
    if (length != 2 + bytes || in.getUnsignedByte(at + 1) != bytes) {
      return "answer of " + length + " bytes instead of " + (2 + bytes);
    }
    for (Field field : fields) {
      field.decode(in, at + 2, out);
    }
    return null;
  }

  /** Adds a bad sample for each point. */
  void bad(QualityReason reason, SampleBatch out) {
    for (Field field : fields) {
      out.addBad(field.point, reason);
    }
  }

  /** The two halves to narrow a refusal down with; empty if it is one address or one value. */
  List<ReadBlock> halves() {
    int middle = mappings.size() / 2;
    for (int i = 0; i < mappings.size(); i++) {
      // Candidates from the middle outwards: middle, middle - 1, middle + 1, ...
      int cut = middle + (i % 2 == 0 ? i / 2 : -(i + 1) / 2);
      if (cut > 0 && cut < mappings.size() && startOf(cut - 1) < startOf(cut)) {
        return List.of(
            new ReadBlock(mappings.subList(0, cut)),
            new ReadBlock(mappings.subList(cut, mappings.size())));
      }
    }
    return List.of();
  }

  private int startOf(int i) {
    return mappings.get(i).address().address();
  }

  @Override
  public String toString() {
    return "unit " + unit() + " " + table.word + " " + address + "+" + count;
  }

  /** One step of the decode program. */
  private static final class Field {
    final int point;
    private final boolean bitTable;
    private final int position;
    private final RegisterType type;
    private final WordOrder order;
    private final int bit;
    private final double scale;
    private final double offset;
    private final double least;
    private final double greatest;

    Field(Mapping mapping, int blockAddress) {
      RegisterAddress a = mapping.address();
      Point p = mapping.point();
      Double min = p.min();
      Double max = p.max();
      point = p.id();
      bitTable = a.table().ofBits;
      position = a.address() - blockAddress;
      type = a.type();
      order = a.order();
      bit = a.bit();
      scale = a.scale();
      offset = a.offset();
      least = min == null ? Double.NEGATIVE_INFINITY : min;
      greatest = max == null ? Double.POSITIVE_INFINITY : max;
    }

    void decode(ByteBuf in, int data, SampleBatch out) {
      double raw = type.value(bits(in, data));
      if (!Double.isFinite(raw)) {
        // A float register that holds NaN is how devices say "no reading"; a bad BCD digit is not.
        out.addBad(point, type.isFloat() ? QualityReason.DEVICE_REPORTED : QualityReason.MALFORMED);
        return;
      }
      double value = raw * scale + offset;
      if (value < least || value > greatest) {
        out.add(point, value, Quality.BAD, QualityReason.OUT_OF_RANGE, out.receivedMicros());
      } else {
        out.add(point, value);
      }
    }

    private long bits(ByteBuf in, int data) {
      if (bitTable) {
        return (in.getByte(data + (position >> 3)) >> (position & 7)) & 1;
      }
      long bits = order.get(in, data + 2 * position, type.words);
      return bit < 0 ? bits : (bits >> bit) & 1;
    }
  }
}
