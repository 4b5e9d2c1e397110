package org.wardlight.driver.modbus.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.ScanClass;
import org.wardlight.driver.modbus.internal.ReadBlock.Mapping;

/**
 * Which blocks are read for a set of points: points of one unit, table and scan class that lie
 * close together share a request.
 *
 * @param unreadable points whose address makes no sense, with the reason
 */
record ScanPlan(List<ReadBlock> blocks, Map<Point, String> unreadable) {
  ScanPlan {
    blocks = List.copyOf(blocks);
    unreadable = Map.copyOf(unreadable);
  }

  private record Group(int unit, Table table, ScanClass scan) {}

  static ScanPlan of(List<Point> points, BlockLimits limits) {
    Map<Group, List<Mapping>> groups = new LinkedHashMap<>();
    Map<Point, String> unreadable = new LinkedHashMap<>();
    for (Point point : points) {
      try {
        RegisterAddress a = RegisterAddress.of(point.address());
        groups
            .computeIfAbsent(new Group(a.unit(), a.table(), point.scan()), g -> new ArrayList<>())
            .add(new Mapping(point, a));
      } catch (IllegalArgumentException e) {
        unreadable.put(point, String.valueOf(e.getMessage()));
      }
    }
    List<ReadBlock> blocks = new ArrayList<>();
    groups.forEach((group, mappings) -> merge(group.table(), mappings, limits, blocks));
    return new ScanPlan(blocks, unreadable);
  }

  private static void merge(
      Table table, List<Mapping> mappings, BlockLimits limits, List<ReadBlock> blocks) {
    mappings.sort(Comparator.comparingInt(m -> m.address().address()));
    int gap = table.ofBits ? limits.gapBits() : limits.gapRegisters();
    int length = table.ofBits ? limits.bits() : limits.registers();
    int first = 0;
    int end = mappings.get(0).end();
    for (int i = 1; i < mappings.size(); i++) {
      Mapping next = mappings.get(i);
      int start = mappings.get(first).address().address();
      if (next.address().address() - end > gap || Math.max(end, next.end()) - start > length) {
        blocks.add(new ReadBlock(mappings.subList(first, i)));
        first = i;
        end = next.end();
      } else {
        end = Math.max(end, next.end());
      }
    }
    blocks.add(new ReadBlock(mappings.subList(first, mappings.size())));
  }

  /**
   * How points may be merged.
   *
   * @param gapRegisters registers that may be read needlessly between two points
   * @param gapBits coils or inputs that may be read needlessly between two points
   * @param registers longest read of registers, 4 to 125
   * @param bits longest read of coils or inputs, 1 to 2,000
   */
  record BlockLimits(int gapRegisters, int gapBits, int registers, int bits) {}
}
