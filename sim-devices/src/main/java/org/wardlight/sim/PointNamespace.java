package org.wardlight.sim;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaFolderNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilter;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilterContext;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.wardlight.api.point.Point;

/**
 * The nodes of one namespace: a folder for each device, a variable for each point. A change is
 * pushed to subscribers at once instead of being sampled.
 */
final class PointNamespace extends ManagedNamespaceWithLifecycle {
  private final PointValues values;
  private final LongAdder served;
  private final Clock clock = Clock.systemUTC();
  private final Map<Integer, UaVariableNode> nodes = new HashMap<>();
  private final Map<NodeId, Point> points = new HashMap<>();
  private final Map<String, UaFolderNode> folders = new HashMap<>();
  private final Map<NodeId, Set<DataItem>> items = new ConcurrentHashMap<>();
  private final Map<String, Fault> faults = new ConcurrentHashMap<>();
  private volatile boolean exception;

  PointNamespace(OpcUaServer server, String uri, PointValues values, LongAdder served) {
    super(server, uri);
    this.values = values;
    this.served = served;
  }

  void add(Point point) {
    String id = String.valueOf(point.address().get("id"));
    NodeId nodeId =
        NodeId.parseSafe("ns=" + getNamespaceIndex() + ";" + id)
            .orElseThrow(
                () ->
                    new SimulationException(
                        "point " + point.name() + ": \"" + id + "\" is no node id"));
    NodeType type = NodeType.of(point);
    var access = point.writable() ? AccessLevel.READ_WRITE : AccessLevel.READ_ONLY;
    UaVariableNode node =
        UaVariableNode.build(
            getNodeContext(),
            b ->
                b.setNodeId(nodeId)
                    .setBrowseName(newQualifiedName(point.name().replaceFirst(".*/", "")))
                    .setDisplayName(LocalizedText.english(point.name()))
                    .setDataType(type.dataType())
                    .setTypeDefinition(NodeIds.BaseDataVariableType)
                    .setAccessLevel(access)
                    .setUserAccessLevel(AccessLevel.READ_WRITE)
                    .build());
    node.getFilterChain().addFirst(new ClientWrites(point, type));
    getNodeManager().addNode(node);
    folders.computeIfAbsent(point.device(), this::folder).addOrganizes(node);
    nodes.put(point.id(), node);
    points.put(nodeId, point);
  }

  private UaFolderNode folder(String device) {
    UaFolderNode folder =
        new UaFolderNode(
            getNodeContext(),
            newNodeId("device:" + device),
            newQualifiedName(device),
            LocalizedText.english(device));
    getNodeManager().addNode(folder);
    folder.addReference(
        new Reference(
            folder.getNodeId(), NodeIds.Organizes, NodeIds.ObjectsFolder.expanded(), false));
    return folder;
  }

  /** Shows a value of a point of this namespace to readers and subscribers. */
  void show(Point point, double value) {
    UaVariableNode node = nodes.get(point.id());
    if (node == null) {
      throw new IllegalStateException("point was not added");
    }
    StatusCode status = status(point.device());
    DataValue shown =
        new DataValue(
            status.isGood() ? NodeType.of(point).encode(value) : Variant.NULL_VALUE,
            status,
            new DateTime(clock.instant()));
    node.setValue(shown);
    Set<DataItem> subscribed = items.getOrDefault(node.getNodeId(), Set.of());
    subscribed.forEach(item -> push(item, shown));
  }

  void exception(boolean on) {
    exception = on;
    points.values().forEach(p -> show(p, values.shown(p.id())));
  }

  void fault(String device, Fault fault) {
    faults.put(device, fault);
    for (Point point : points.values()) {
      if (point.device().equals(device)) {
        show(point, values.shown(point.id()));
      }
    }
  }

  private StatusCode status(String device) {
    if (exception) {
      return new StatusCode(StatusCodes.Bad_DeviceFailure);
    }
    return switch (faults.getOrDefault(device, Fault.NONE)) {
      case NONE, FROZEN, MUTE -> StatusCode.GOOD;
      case EXCEPTION -> new StatusCode(StatusCodes.Bad_DeviceFailure);
      case SILENT, RESET, OFF -> new StatusCode(StatusCodes.Bad_NoCommunication);
    };
  }

  private void push(DataItem item, DataValue value) {
    if (item.isSamplingEnabled()) {
      served.increment();
      item.setValue(DataValue.derivedValue(value, item.getTimestampsToReturn()));
    }
  }

  @Override
  public void onDataItemsCreated(List<DataItem> created) {
    for (DataItem item : created) {
      NodeId node = item.getReadValueId().getNodeId();
      if (points.containsKey(node)
          && AttributeId.Value.isEqual(item.getReadValueId().getAttributeId())) {
        items.computeIfAbsent(node, n -> ConcurrentHashMap.newKeySet()).add(item);
      }
      pushPresent(item);
    }
  }

  @Override
  public void onDataItemsModified(List<DataItem> modified) {
    modified.forEach(this::pushPresent);
  }

  @Override
  public void onDataItemsDeleted(List<DataItem> deleted) {
    for (DataItem item : deleted) {
      items.getOrDefault(item.getReadValueId().getNodeId(), new HashSet<>()).remove(item);
    }
  }

  @Override
  public void onMonitoringModeChanged(List<MonitoredItem> changed) {
    List<DataItem> enabled = new ArrayList<>();
    for (MonitoredItem item : changed) {
      if (item instanceof DataItem data) {
        enabled.add(data);
      }
    }
    onDataItemsModified(enabled);
  }

  private void pushPresent(DataItem item) {
    UaNode node = getNodeManager().get(item.getReadValueId().getNodeId());
    AttributeId.from(item.getReadValueId().getAttributeId())
        .filter(a -> node != null)
        .map(a -> node.getAttribute(a))
        .ifPresent(
            value ->
                push(
                    item,
                    value instanceof DataValue data ? data : new DataValue(Variant.of(value))));
  }

  /** Takes a client's write into the house. */
  private final class ClientWrites implements AttributeFilter {
    private final Point point;
    private final NodeType type;

    ClientWrites(Point point, NodeType type) {
      this.point = point;
      this.type = type;
    }

    @Override
    public void writeAttribute(AttributeFilterContext context, AttributeId attribute, Object value)
        throws UaException {
      if (attribute != AttributeId.Value) {
        context.writeAttribute(attribute, value);
        return;
      }
      StatusCode status = status(point.device());
      if (status.isBad()) {
        throw new UaException(status);
      }
      Double number = type.decode(((DataValue) value).value().value());
      if (number == null) {
        throw new UaException(StatusCodes.Bad_TypeMismatch);
      }
      if (PointValues.outOfBounds(point, number)) {
        throw new UaException(StatusCodes.Bad_OutOfRange);
      }
      served.increment();
      values.write(point.id(), number);
    }
  }
}
