package org.wardlight.driver.modbus.internal;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.Point;
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
    fields =
        mappings.stream().map(m -> Field.of(m.point(), m.address(), address)).toArray(Field[]::new);
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
}
