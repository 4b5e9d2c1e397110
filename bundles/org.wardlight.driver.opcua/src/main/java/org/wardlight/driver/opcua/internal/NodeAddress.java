package org.wardlight.driver.opcua.internal;

import java.time.Duration;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.Point;

/**
 * Where a point is found in a server.
 *
 * @param namespace the URI of the namespace: its index differs from start to start of a server
 * @param id the identifier without its namespace, "s=203.Bathroom.Presence" or "i=2258"
 * @param type the built-in type that writes carry as long as none has been read; null if not stated
 * @param deadband smallest change that is reported; null for that of the connection
 * @param sampling how often the server looks at it; null for that of the point's scan class
 */
record NodeAddress(
    String namespace,
    String id,
    @Nullable String type,
    @Nullable Deadband deadband,
    @Nullable Duration sampling) {
  /**
   * Reads a point's address.
   *
   * @throws IllegalArgumentException saying which point and what would be right
   */
  static NodeAddress of(Point point) {
    Map<String, Object> address = point.address();
    Object type = address.get("type");
    Object deadband = address.get("deadband");
    NodeAddress read =
        new NodeAddress(
            text(point, "namespace"),
            text(point, "id"),
            type == null ? null : type.toString(),
            deadband == null ? null : Deadband.of(deadband),
            sampling(point, address.get("sampling")));
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

  private static @Nullable Duration sampling(Point point, @Nullable Object said) {
    if (said == null || said instanceof Duration) {
      return (Duration) said;
    }
    throw new IllegalArgumentException(
        "point " + point.name() + ": sampling must be a duration like 50ms, not " + said);
  }

  private static String text(Point point, String key) {
    Object value = point.address().get(key);
    if (value == null) {
      throw new IllegalArgumentException("point " + point.name() + " has no '" + key + "'");
    }
    return value.toString();
  }
}
