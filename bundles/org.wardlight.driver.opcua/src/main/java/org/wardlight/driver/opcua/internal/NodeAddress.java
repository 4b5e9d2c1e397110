package org.wardlight.driver.opcua.internal;

import java.util.Map;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.Point;

/**
 * Where a point is found in a server.
 *
 * @param namespace the URI of the namespace: its index differs from start to start of a server
 * @param id the identifier without its namespace, "s=203.Bathroom.Presence" or "i=2258"
 * @param type the built-in type that writes carry; null for points that are only read
 * @param deadband smallest change that is reported, in the node's unit; 0 for every change
 */
record NodeAddress(String namespace, String id, @Nullable String type, double deadband) {
  /**
   * Reads a point's address.
   *
   * @throws IllegalArgumentException saying which point and what would be right
   */
  static NodeAddress of(Point point) {
    Map<String, Object> address = point.address();
    Object type = address.get("type");
    NodeAddress read =
        new NodeAddress(
            text(point, "namespace"),
            text(point, "id"),
            type == null ? null : type.toString(),
            address.get("deadband") instanceof Number number ? number.doubleValue() : 0);
    if (NodeId.parseOrNull("ns=0;" + read.id()) == null) {
      throw new IllegalArgumentException(
          "point " + point.name() + ": '" + read.id() + "' is no node id like s=Name or i=42");
    }
    return read;
  }

  /** The node id where the namespace has this index. */
  NodeId in(int namespaceIndex) {
    return NodeId.parse("ns=" + namespaceIndex + ";" + id);
  }

  private static String text(Point point, String key) {
    Object value = point.address().get(key);
    if (value == null) {
      throw new IllegalArgumentException("point " + point.name() + " has no '" + key + "'");
    }
    return value.toString();
  }
}
