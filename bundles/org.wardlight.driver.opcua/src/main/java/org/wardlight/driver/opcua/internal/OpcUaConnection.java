package org.wardlight.driver.opcua.internal;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfigBuilder;
import org.eclipse.milo.opcua.sdk.client.SessionActivityListener;
import org.eclipse.milo.opcua.sdk.client.UaSession;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.subscriptions.MonitoredItemServiceOperationResult;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DataChangeTrigger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DeadbandType;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeFilter;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfigBuilder;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.time.Ticker;

/**
 * One session with one server and its subscription; when either is lost, so is this connection, and
 * the link makes a new one. What blocks ({@link #open}, {@link #subscribe}, {@link #create}) runs
 * on borrowed threads, one call at a time.
 */
final class OpcUaConnection {
  /** What a connection has to say, on Milo's threads. */
  interface Events {
    void notified(OpcUaConnection from, List<Watch.Node> nodes, List<DataValue> values);

    void lost(OpcUaConnection from, String detail);
  }

  /**
   * What became of the nodes that a server was asked to watch.
   *
   * @param refused why the server will not have them
   */
  record Created(Map<Watch.Node, NodeId> accepted, Map<Watch.Node, String> refused) {}

  static final Duration KEEP_ALIVE = Duration.ofSeconds(1);
  private static final Duration LEAST_SILENCE = Duration.ofSeconds(3);
  private static final int ITEMS_PER_CALL = 500;

  /** Changes kept by the server between two publishings, so that a short pulse is not lost. */
  private static final int QUEUE = 10;

  private final ConnectionSpec spec;
  private final OpcUaOptions options;
  private final Ticker ticker;
  private final ExecutorService executor;
  private final Events events;

  /** The nodes that the present subscription knows, refused ones included. */
  private final Set<Watch.Node> added = new HashSet<>();

  private volatile @Nullable OpcUaClient client;
  private volatile @Nullable OpcUaSubscription subscription;
  private volatile boolean closed;
  private volatile long heardNanos;
  private volatile Duration silenceLimit = LEAST_SILENCE;

  OpcUaConnection(
      ConnectionSpec spec,
      OpcUaOptions options,
      Ticker ticker,
      ExecutorService executor,
      Events events) {
    this.spec = spec;
    this.options = options;
    this.ticker = ticker;
    this.executor = executor;
    this.events = events;
  }

  /** Finds the endpoint, connects and activates a session. */
  void open() throws UaException, ExecutionException, TimeoutException, InterruptedException {
    String url = spec.endpoint().toString();
    var endpoint =
        Endpoints.choose(
            DiscoveryClient.getEndpoints(url, this::transport)
                .get(options.connectTimeout().toMillis(), TimeUnit.MILLISECONDS),
            spec.endpoint());
    UInteger timeout = uint(options.timeout().toMillis());
    OpcUaClientConfigBuilder config =
        OpcUaClientConfig.builder()
            .setApplicationName(LocalizedText.english("Wardlight"))
            .setApplicationUri("urn:wardlight:driver:opcua")
            .setEndpoint(endpoint)
            .setRequestTimeout(uint(options.connectTimeout().toMillis()))
            .setKeepAliveInterval(timeout)
            .setKeepAliveTimeout(timeout)
            .setKeepAliveFailuresAllowed(uint(0));
    String user = options.user();
    if (user != null) {
      config.setIdentityProvider(new UsernameProvider(user, options.password()));
    }
    OpcUaClient opened = OpcUaClient.create(config.build(), this::transport);
    client = opened;
    opened.connect();
    if (closed) {
      close(() -> {});
      throw new UaException(StatusCodes.Bad_ConnectionClosed, "closed while connecting");
    }
    opened.addSessionActivityListener(
        new SessionActivityListener() {
          @Override
          public void onSessionInactive(UaSession session) {
            lost("the session with " + spec.endpoint() + " ended");
          }
        });
    opened.readNamespaceTable();
    heardNanos = ticker.nanos();
  }

  private void transport(OpcTcpClientTransportConfigBuilder transport) {
    UInteger limit = uint(options.connectTimeout().toMillis());
    transport.setConnectTimeout(limit).setAcknowledgeTimeout(limit).setExecutor(executor);
  }

  /** Replaces what is watched: the new subscription is there before the old one goes. */
  Created subscribe(Watch watch) throws UaException {
    OpcUaSubscription old = subscription;
    OpcUaSubscription made = new OpcUaSubscription(client(), options.publishing().toMillis());
    made.setTargetKeepAliveInterval((double) KEEP_ALIVE.toMillis());
    made.setMaxMonitoredItemsPerCall(uint(ITEMS_PER_CALL));
    made.setSubscriptionListener(new Notifications());
    made.create();
    subscription = made;
    added.clear();
    made.getServerState()
        .ifPresent(
            state -> {
              double millis =
                  state.getPublishingInterval() * state.getMaxKeepAliveCount().longValue();
              Duration silence = Duration.ofMillis((long) (3 * millis));
              silenceLimit = silence.compareTo(LEAST_SILENCE) > 0 ? silence : LEAST_SILENCE;
            });
    Created created = create(watch.nodes());
    if (old != null) {
      old.delete();
    }
    return created;
  }

  /** Asks the server to watch these nodes; those that it refused before it is asked for again. */
  Created create(List<Watch.Node> nodes) throws UaException {
    OpcUaSubscription into = subscription;
    if (into == null) {
      throw new UaException(StatusCodes.Bad_InvalidState, "no subscription");
    }
    Created created = new Created(new LinkedHashMap<>(), new LinkedHashMap<>());
    for (Watch.Node node : nodes) {
      NodeId id = resolve(node.address);
      if (id == null) {
        created.refused().put(node, "the server has no namespace " + node.address.namespace());
      } else if (added.add(node)) {
        into.addMonitoredItem(item(node, id));
      }
    }
    for (MonitoredItemServiceOperationResult result : into.createMonitoredItems()) {
      if (!result.serviceResult().isGood()) {
        throw new UaException(result.serviceResult());
      }
      StatusCode status = result.operationResult().orElse(StatusCode.BAD);
      Watch.Node node = node(result.monitoredItem());
      if (status.isGood()) {
        created.accepted().put(node, result.monitoredItem().getReadValueId().getNodeId());
      } else {
        created.refused().put(node, NodeValues.name(status));
      }
    }
    return created;
  }

  private OpcUaMonitoredItem item(Watch.Node node, NodeId id) {
    OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(id);
    Duration sampling = options.sampling().getOrDefault(node.point.scan(), options.publishing());
    item.setSamplingInterval((double) sampling.toMillis());
    item.setQueueSize(uint(QUEUE));
    item.setUserObject(node);
    if (node.address.deadband() > 0) {
      item.setFilter(
          new DataChangeFilter(
              DataChangeTrigger.StatusValue,
              uint(DeadbandType.Absolute.getValue()),
              node.address.deadband()));
    }
    return item;
  }

  /** Reads the namespaces again: a server may get more while it runs. */
  void readNamespaces() throws UaException {
    client().readNamespaceTable();
  }

  /** The node id in this session; null if the server has no such namespace. */
  @Nullable NodeId resolve(NodeAddress address) throws UaException {
    UShort index = client().getNamespaceTable().getIndex(address.namespace());
    return index == null ? null : address.in(index.intValue());
  }

  /** Reads values; the server's cache may not be older than this moment. */
  CompletionStage<List<DataValue>> read(List<NodeId> nodes) {
    OpcUaClient open = client;
    if (open == null) {
      return CompletableFuture.failedFuture(new UaException(StatusCodes.Bad_ConnectionClosed));
    }
    return open.readValuesAsync(0, TimestampsToReturn.Both, nodes)
        .orTimeout(options.timeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  CompletableFuture<StatusCode> write(NodeId node, Variant value) throws UaException {
    return client()
        .writeValuesAsync(List.of(node), List.of(DataValue.valueOnly(value)))
        .orTimeout(options.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(results -> results.get(0));
  }

  /** When the server last proved that the subscription lives. */
  long heardNanos() {
    return heardNanos;
  }

  /** How long the server may be silent before the connection counts as lost. */
  Duration silenceLimit() {
    return silenceLimit;
  }

  /** Ends the session politely if the server plays along, within a second in any case. */
  void close(Runnable then) {
    closed = true;
    OpcUaClient open = client;
    if (open == null) {
      then.run();
      return;
    }
    var unused =
        open.disconnectAsync()
            .copy()
            .orTimeout(1, TimeUnit.SECONDS)
            .whenComplete(
                (done, failed) -> {
                  if (failed != null) {
                    var unusedBreak = open.getTransport().disconnect();
                  }
                  then.run();
                });
  }

  private void lost(String detail) {
    if (!closed) {
      events.lost(this, detail);
    }
  }

  private OpcUaClient client() throws UaException {
    OpcUaClient open = client;
    if (open == null || closed) {
      throw new UaException(StatusCodes.Bad_ConnectionClosed, "not connected");
    }
    return open;
  }

  private static Watch.Node node(OpcUaMonitoredItem item) {
    return (Watch.Node) item.getUserObject().orElseThrow();
  }

  private final class Notifications implements OpcUaSubscription.SubscriptionListener {
    @Override
    public void onDataReceived(
        OpcUaSubscription from, List<OpcUaMonitoredItem> items, List<DataValue> values) {
      heardNanos = ticker.nanos();
      events.notified(
          OpcUaConnection.this, items.stream().map(OpcUaConnection::node).toList(), values);
    }

    @Override
    public void onKeepAliveReceived(OpcUaSubscription from) {
      heardNanos = ticker.nanos();
    }

    @Override
    public void onStatusChanged(OpcUaSubscription from, StatusCode status) {
      if (status.isBad() && from == subscription) {
        lost("the subscription at " + spec.endpoint() + " ended: " + NodeValues.name(status));
      }
    }

    @Override
    public void onTransferFailed(OpcUaSubscription from, StatusCode status) {
      lost("the subscription at " + spec.endpoint() + " was lost: " + NodeValues.name(status));
    }
  }
}
