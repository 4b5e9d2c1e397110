package org.wardlight.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.Point;
import org.wardlight.sim.RegisterCodec.Table;

/**
 * The four tables of one Modbus unit. Values are encoded when they change, so that answering a poll
 * is one copy. Thread-safe.
 */
final class UnitImage {
  /** A register or bit that the unit does not have. */
  static final class NoSuchAddress extends Exception {
    private static final long serialVersionUID = 1L;

    NoSuchAddress() {
      super("no such address", null, false, false);
    }
  }

  private static final class Item {
    final Point point;
    final RegisterCodec codec;

    Item(Point point, RegisterCodec codec) {
      this.point = point;
      this.codec = codec;
    }
  }

  private boolean wasRead;
  private long lastReadNanos;
  private long longestNanos;

  /** One table: bytes from the first to the last known address, and which addresses exist. */
  private static final class Cells {
    final List<Item> items = new ArrayList<>();
    final BitSet known = new BitSet();
    int first = Integer.MAX_VALUE;
    byte[] bytes = new byte[0];

    void add(Item item) {
      items.add(item);
      int from = item.codec.address();
      int to = from + item.codec.length();
      int newFirst = Math.min(first, from);
      int end = Math.max(first == Integer.MAX_VALUE ? to : first + bytes.length / 2, to);
      byte[] grown = new byte[(end - newFirst) * 2];
      if (first != Integer.MAX_VALUE) {
        System.arraycopy(bytes, 0, grown, (first - newFirst) * 2, bytes.length);
      }
      first = newFirst;
      bytes = grown;
      known.set(from, to);
    }

    boolean covers(int address, int quantity) {
      return known.nextClearBit(address) >= address + quantity;
    }
  }

  private final Map<Table, Cells> tables = new EnumMap<>(Table.class);

  synchronized void add(Point point, RegisterCodec codec) {
    tables.computeIfAbsent(codec.table(), t -> new Cells()).add(new Item(point, codec));
  }

  /** Shows a new value of one point. */
  synchronized void show(RegisterCodec codec, double value) {
    Cells cells = tables.get(codec.table());
    if (cells == null) {
      throw new IllegalStateException("point was not added");
    }
    int at = (codec.address() - cells.first) * 2;
    if (codec.table().ofBits()) {
      cells.bytes[at + 1] = (byte) (codec.raw(value) != 0 ? 1 : 0);
    } else {
      codec.encode(value, cells.bytes, at);
    }
  }

  /** Notes that somebody reads. */
  synchronized void readAt(long nanos) {
    if (wasRead) {
      longestNanos = Math.max(longestNanos, nanos - lastReadNanos);
    }
    wasRead = true;
    lastReadNanos = nanos;
  }

  /** The longest time without a read since this was last asked; 0 if nobody has read yet. */
  synchronized long takeLongestNanos(long now) {
    long longest = wasRead ? Math.max(longestNanos, now - lastReadNanos) : 0;
    longestNanos = 0;
    return longest;
  }

  /** The bytes of registers, big-endian. */
  synchronized byte[] registers(Table table, int address, int quantity) throws NoSuchAddress {
    Cells cells = cells(table, address, quantity);
    int at = (address - cells.first) * 2;
    return Arrays.copyOfRange(cells.bytes, at, at + quantity * 2);
  }

  /** Bits packed as Modbus packs them: the first in the lowest bit of the first byte. */
  synchronized byte[] bits(Table table, int address, int quantity) throws NoSuchAddress {
    Cells cells = cells(table, address, quantity);
    byte[] packed = new byte[(quantity + 7) / 8];
    for (int i = 0; i < quantity; i++) {
      if (cells.bytes[(address - cells.first + i) * 2 + 1] != 0) {
        packed[i / 8] |= (byte) (1 << (i % 8));
      }
    }
    return packed;
  }

  /** One value that a client wants to write. */
  record Write(Point point, double value) {}

  /**
   * What a write of these registers means, or null if it touches a point that is not writable.
   *
   * @param registers for a table of bits, one register (0 or 1) for each bit
   */
  synchronized @Nullable List<Write> decode(Table table, int address, byte[] registers)
      throws NoSuchAddress {
    int quantity = registers.length / 2;
    Cells cells = cells(table, address, quantity);
    byte[] image = Arrays.copyOf(cells.bytes, cells.bytes.length);
    System.arraycopy(registers, 0, image, (address - cells.first) * 2, registers.length);
    List<Write> writes = new ArrayList<>();
    for (Item item : cells.items) {
      int from = item.codec.address();
      if (from < address + quantity && from + item.codec.length() > address) {
        int at = (from - cells.first) * 2;
        boolean ofBits = table.ofBits();
        double value = ofBits ? item.codec.value(image[at + 1]) : item.codec.decode(image, at);
        if (item.point.writable()) {
          writes.add(new Write(item.point, value));
        } else if (item.codec.bit() < 0 || value != item.codec.decode(cells.bytes, at)) {
          // The bits beside the one that is meant are written too, as they are.
          return null;
        }
      }
    }
    return writes;
  }

  private Cells cells(Table table, int address, int quantity) throws NoSuchAddress {
    Cells cells = tables.get(table);
    if (cells == null || !cells.covers(address, quantity)) {
      throw new NoSuchAddress();
    }
    return cells;
  }
}
