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

  private record Group(int unit, Table table, ScanClass scan, BlockLimits limits) {}

  static ScanPlan of(List<Point> points, BlockLimits limits) {
    Map<Group, List<Mapping>> groups = new LinkedHashMap<>();
    Map<Point, String> unreadable = new LinkedHashMap<>();
    for (Point point : points) {
      try {
        RegisterAddress a = RegisterAddress.of(point);
        BlockLimits own = limits.withType(new Settings("", point.address()).map("reading"));
        Mapping mapping = new Mapping(point, a);
        if (own.forbids(a.table(), a.address(), mapping.end())) {
          throw new IllegalArgumentException(
              a.table().word + " " + a.address() + " lies in a forbidden area of its type");
        }
        groups
            .computeIfAbsent(
                new Group(a.unit(), a.table(), point.scan(), own), g -> new ArrayList<>())
            .add(mapping);
      } catch (IllegalArgumentException e) {
        unreadable.put(point, String.valueOf(e.getMessage()));
      }
    }
    List<ReadBlock> blocks = new ArrayList<>();
    groups.forEach((group, mappings) -> merge(group.table(), mappings, group.limits(), blocks));
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
      int from = next.address().address();
      if (from - end > gap
          || Math.max(end, next.end()) - start > length
          || limits.forbids(table, /* from= */ end, /* end= */ from)) {
        blocks.add(new ReadBlock(mappings.subList(first, i)));
        first = i;
        end = next.end();
      } else {
        end = Math.max(end, next.end());
      }
    }
    blocks.add(new ReadBlock(mappings.subList(first, mappings.size())));
  }
}
