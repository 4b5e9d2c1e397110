package org.wardlight.driver.opcua.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigLimits;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultSubscriptionServiceSet;
import org.eclipse.milo.opcua.sdk.server.util.SubscriptionModel;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;
import org.eclipse.milo.opcua.stack.transport.server.ServiceRequestContext;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;
import org.jspecify.annotations.Nullable;

/** A real OPC UA server on the loopback interface. */
final class TestServer implements AutoCloseable {
  static final String NAMESPACE = "urn:test:rooms";
  private final OpcUaServer server;
  private final Rooms rooms;
  private volatile boolean hushed;

  /** Starts with these nodes: identifier to first value. Security None, anybody. */
  TestServer(int port, Map<String, Object> nodes) throws Exception {
    this(port, nodes, TestSecurity.NONE);
  }

  TestServer(int port, Map<String, Object> nodes, TestSecurity security) throws Exception {
    server =
        new OpcUaServer(
            OpcUaServerConfig.builder()
                .setApplicationUri(TestSecurity.APPLICATION)
                .setProductUri("urn:test")
                .setApplicationName(LocalizedText.english("test"))
                .setCertificateManager(security.certificates())
                .setIdentityValidator(security.users())
                .setEndpoints(security.endpoints(port))
                .setLimits(
                    new OpcUaServerConfigLimits() {
                      @Override
                      public Double getMinPublishingInterval() {
                        return 10.0;
                      }
                    })
                .build(),
            profile -> new OpcTcpServerTransport(OpcTcpServerTransportConfig.newBuilder().build()));
    server.addServiceSet("/test", new Publishing(server));
    rooms = new Rooms(server);
    rooms.startup();
    nodes.forEach(rooms::add);
    server.startup().get(10, TimeUnit.SECONDS);
  }

  /** From now on nothing is published: no data, no keep-alive, while all else is answered. */
  void hush() {
    hushed = true;
  }

  /** Forgets all subscriptions, as servers do after a fault of theirs. */
  void forgetSubscriptions() {
    List.copyOf(server.getSubscriptions().values())
        .forEach(
            subscription -> {
              subscription.getSubscriptionManager().removeSubscription(subscription.getId());
              subscription.deleteSubscription();
            });
    server.getSubscriptions().clear();
  }

  private final class Publishing extends DefaultSubscriptionServiceSet {
    Publishing(OpcUaServer server) {
      super(server);
    }

    @Override
    public CompletableFuture<PublishResponse> onPublish(
        ServiceRequestContext context, PublishRequest request) {
      return hushed ? new CompletableFuture<>() : super.onPublish(context, request);
    }
  }

  /** A port that was free a moment ago, and stays known over restarts. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  void set(String node, Object value) {
    rooms.node(node).setValue(new DataValue(new Variant(value)));
  }

  void set(String node, DataValue value) {
    rooms.node(node).setValue(value);
  }

  @Nullable Object get(String node) {
    return rooms.node(node).getValue().getValue().getValue();
  }

  void add(String node, Object value) {
    rooms.add(node, value);
  }

  @Override
  public void close() {
    rooms.shutdown();
    server.shutdown().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static final class Rooms extends ManagedNamespaceWithLifecycle {
    private final SubscriptionModel model;
    private final Map<String, UaVariableNode> nodes = new HashMap<>();

    Rooms(OpcUaServer server) {
      super(server, NAMESPACE);
      model = new SubscriptionModel(server, this);
      getLifecycleManager().addLifecycle(model);
    }

    UaVariableNode node(String name) {
      UaVariableNode node = nodes.get(name);
      if (node == null) {
        throw new IllegalArgumentException("no node " + name);
      }
      return node;
    }

    void add(String name, Object value) {
      NodeId type =
          value instanceof Boolean
              ? NodeIds.Boolean
              : value instanceof Double
                  ? NodeIds.Double
                  : value instanceof String
                      ? NodeIds.String
                      : value instanceof Integer ? NodeIds.Int32 : NodeIds.UInt16;
      UaVariableNode node =
          UaVariableNode.build(
              getNodeContext(),
              b ->
                  b.setNodeId(newNodeId(name))
                      .setBrowseName(newQualifiedName(name))
                      .setDisplayName(LocalizedText.english(name))
                      .setDataType(type)
                      .setTypeDefinition(NodeIds.BaseDataVariableType)
                      .setAccessLevel(AccessLevel.READ_WRITE)
                      .setUserAccessLevel(AccessLevel.READ_WRITE)
                      .setValue(new DataValue(new Variant(value)))
                      .build());
      getNodeManager().addNode(node);
      node.addReference(
          new Reference(
              node.getNodeId(), NodeIds.Organizes, NodeIds.ObjectsFolder.expanded(), false));
      nodes.put(name, node);
    }

    @Override
    public void onDataItemsCreated(List<DataItem> items) {
      model.onDataItemsCreated(items);
    }

    @Override
    public void onDataItemsModified(List<DataItem> items) {
      model.onDataItemsModified(items);
    }

    @Override
    public void onDataItemsDeleted(List<DataItem> items) {
      model.onDataItemsDeleted(items);
    }

    @Override
    public void onMonitoringModeChanged(List<MonitoredItem> items) {
      model.onMonitoringModeChanged(items);
    }
  }
}
