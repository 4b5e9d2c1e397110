package org.wardlight.driver.opcua.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.Point;

/** What one call of {@code watch} asked for; samples of an earlier watch are recognised by it. */
final class Watch {
  private final List<Node> nodes = new ArrayList<>();
  private final List<Point> withoutAddress = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();
  private final Map<Integer, Node> byPoint = new HashMap<>();

  Watch(List<Point> points) {
    for (Point point : points) {
      try {
        Node node = new Node(this, point, NodeAddress.of(point));
        nodes.add(node);
        byPoint.put(point.id(), node);
      } catch (IllegalArgumentException e) {
        withoutAddress.add(point);
        mistakes.add(e.getMessage());
      }
    }
  }

  List<Node> nodes() {
    return nodes;
  }

  /** Points whose address makes no sense: they stay bad. */
  List<Point> withoutAddress() {
    return withoutAddress;
  }

  List<String> mistakes() {
    return mistakes;
  }

  /** Those of these points that are watched. */
  List<Node> nodes(List<Point> points) {
    return points.stream().map(point -> byPoint.get(point.id())).filter(Objects::nonNull).toList();
  }

  /** What is known of this point; null if it is not watched. */
  @Nullable Node node(Point point) {
    return byPoint.get(point.id());
  }

  /** One point and what has become of it in the present session; used on the link's queue only. */
  static final class Node {
    final Watch watch;
    final Point point;
    final NodeAddress address;

    /** Where the server has it; null while it refuses to have it. */
    @Nullable NodeId accepted;

    long notifiedNanos;

    /** Of the last value that was read, and so the one to write with; null before the first. */
    private volatile @Nullable Class<?> valueClass;

    Node(Watch watch, Point point, NodeAddress address) {
      this.watch = watch;
      this.point = point;
      this.address = address;
    }

    void saw(DataValue value) {
      Object raw = value.getValue().getValue();
      if (raw != null && raw.getClass() != valueClass) {
        valueClass = raw.getClass();
      }
    }

    /** The built-in type that the node's values have; null before the first. */
    @Nullable String type() {
      Class<?> known = valueClass;
      OpcUaDataType type = known == null ? null : OpcUaDataType.fromBackingClass(known);
      return type == null ? null : type.name();
    }
  }
}
