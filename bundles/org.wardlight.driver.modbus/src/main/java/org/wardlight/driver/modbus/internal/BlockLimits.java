package org.wardlight.driver.modbus.internal;

import java.util.List;
import java.util.Set;

/**
 * How points may be merged into one read.
 *
 * @param gapRegisters registers that may be read needlessly between two points
 * @param gapBits coils or inputs that may be read needlessly between two points
 * @param registers longest read of registers, 4 to 125
 * @param bits longest read of coils or inputs, 1 to 2,000
 * @param forbidden areas that no read may touch
 */
record BlockLimits(int gapRegisters, int gapBits, int registers, int bits, List<Area> forbidden) {
  static final BlockLimits DEFAULT = new BlockLimits(8, 32, 120, 1_000, List.of());

  static final Set<String> NAMES = Set.of("max-gap", "max-gap-bits", "max-block", "max-block-bits");

  private static final Set<String> TYPE_NAMES =
      Set.of("max-gap", "max-gap-bits", "max-block", "max-block-bits", "forbidden");

  BlockLimits {
    forbidden = List.copyOf(forbidden);
  }

  /**
   * Addresses that a device does not want to be read.
   *
   * @param to the last address of the area
   */
  record Area(Table table, int from, int to) {
    Area {
      if (from > to) {
        throw new IllegalArgumentException(
            "forbidden area from " + from + " to " + to + ": from must not be greater than to");
      }
    }
  }

  /** These limits, with what the settings say instead. */
  BlockLimits with(Settings settings) {
    return new BlockLimits(
        settings.whole("max-gap", gapRegisters, 0, 120),
        settings.whole("max-gap-bits", gapBits, 0, 1_999),
        settings.whole("max-block", registers, 4, 125),
        settings.whole("max-block-bits", bits, 1, 2_000),
        forbidden);
  }

  /** These limits, with what a device type says under {@code reading}. */
  BlockLimits withType(Settings reading) {
    if (reading.values().isEmpty()) {
      return this;
    }
    reading.only(TYPE_NAMES);
    BlockLimits limits = with(reading);
    return new BlockLimits(
        limits.gapRegisters,
        limits.gapBits,
        limits.registers,
        limits.bits,
        reading.maps("forbidden").stream()
            .map(
                a ->
                    new Area(
                        a.word(Table.class, "table", null),
                        a.whole("from", null, 0, 0xFFFF),
                        a.whole("to", null, 0, 0xFFFF)))
            .toList());
  }

  /** Whether a read of these addresses (the end exclusive) would touch a forbidden area. */
  boolean forbids(Table table, int from, int end) {
    return forbidden.stream().anyMatch(a -> a.table() == table && a.from() < end && a.to() >= from);
  }
}
