package org.wardlight.sim;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ulong;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import java.util.Arrays;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.Point;

/** The OPC UA data types that a point's node may have, named as in the configuration. */
enum NodeType {
  BOOLEAN(OpcUaDataType.Boolean),
  SBYTE(OpcUaDataType.SByte),
  BYTE(OpcUaDataType.Byte),
  INT16(OpcUaDataType.Int16),
  UINT16(OpcUaDataType.UInt16),
  INT32(OpcUaDataType.Int32),
  UINT32(OpcUaDataType.UInt32),
  INT64(OpcUaDataType.Int64),
  UINT64(OpcUaDataType.UInt64),
  FLOAT(OpcUaDataType.Float),
  DOUBLE(OpcUaDataType.Double),
  ENUMERATION(OpcUaDataType.Int32),
  STRING(OpcUaDataType.String);

  private final OpcUaDataType dataType;

  NodeType(OpcUaDataType dataType) {
    this.dataType = dataType;
  }

  /** The type that the point's address names; Double if it names none. */
  static NodeType of(Point point) {
    Object word = point.address().getOrDefault("type", "Double");
    return Arrays.stream(values())
        .filter(t -> t.name().equalsIgnoreCase(String.valueOf(word)))
        .findFirst()
        .orElseThrow(
            () ->
                new SimulationException(
                    "point " + point.name() + ": cannot simulate type \"" + word + "\""));
  }

  NodeId dataType() {
    return dataType.getNodeId();
  }

  Variant encode(double value) {
    long whole = Math.round(value);
    return new Variant(
        switch (this) {
          case BOOLEAN -> value != 0;
          case SBYTE -> (byte) whole;
          case BYTE -> ubyte((short) whole);
          case INT16 -> (short) whole;
          case UINT16 -> ushort((int) whole);
          case INT32, ENUMERATION -> (int) whole;
          case UINT32 -> uint(whole);
          case INT64 -> whole;
          case UINT64 -> ulong(whole);
          case FLOAT -> (float) value;
          case DOUBLE -> value;
          // A device's word about itself: its number, as far as there is one.
          case STRING -> "SIM-" + whole;
        });
  }

  /** The number in a written value, or null if it is none. */
  @Nullable Double decode(@Nullable Object value) {
    if (value instanceof Boolean b) {
      return b ? 1.0 : 0.0;
    }
    return value instanceof Number n ? n.doubleValue() : null;
  }
}
