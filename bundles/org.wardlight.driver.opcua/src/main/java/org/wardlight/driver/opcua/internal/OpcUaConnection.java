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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.SessionActivityListener;
import org.eclipse.milo.opcua.sdk.client.UaSession;
import org.eclipse.milo.opcua.sdk.client.subscriptions.MonitoredItemServiceOperationResult;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeFilter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.point.ValueType;
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

  /** How servers say that they cannot do a deadband for a node. */
  private static final Set<Long> NO_DEADBAND =
      Set.of(
          StatusCodes.Bad_FilterNotAllowed,
          StatusCodes.Bad_MonitoredItemFilterUnsupported,
          StatusCodes.Bad_MonitoredItemFilterInvalid,
          StatusCodes.Bad_DeadbandFilterInvalid);

  private static final Logger LOG = LoggerFactory.getLogger(OpcUaConnection.class);

  private final ConnectionSpec spec;
  private final OpcUaOptions options;
  private final Environment environment;
  private final Ticker ticker;
  private final Traffic traffic;
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
      Environment environment,
      Traffic traffic,
      Events events) {
    this.spec = spec;
    this.options = options;
    this.environment = environment;
    this.ticker = environment.ticker();
    this.traffic = traffic;
    this.events = events;
  }

  /**
   * Connects and activates a session.
   *
   * @param firstAnswer how long the server may take for its first answer
   */
  void open(Duration firstAnswer)
      throws RefusedException,
          UaException,
          ExecutionException,
          TimeoutException,
          InterruptedException {
    OpcUaClient opened =
        environment.sessions().open(spec, options, firstAnswer, made -> client = made);
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
    heardNanos = ticker.nanos();
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
    if (createItems(into, created)) {
      createItems(into, created);
    }
    return created;
  }

  /** Whether some are to be asked for once more, without the deadband that the server refused. */
  private boolean createItems(OpcUaSubscription into, Created created) throws UaException {
    boolean again = false;
    for (MonitoredItemServiceOperationResult result : into.createMonitoredItems()) {
      if (!result.serviceResult().isGood()) {
        throw new UaException(result.serviceResult());
      }
      StatusCode status = result.operationResult().orElse(StatusCode.BAD);
      OpcUaMonitoredItem item = result.monitoredItem();
      Watch.Node node = node(item);
      if (status.isGood()) {
        created.refused().remove(node);
        created.accepted().put(node, item.getReadValueId().getNodeId());
        continue;
      }
      traffic.refused();
      created.refused().put(node, NodeValues.name(status));
      if (NO_DEADBAND.contains(status.getValue()) && item.getFilter() != null) {
        LOG.debug("{}: every change is taken: {}", node.point.name(), NodeValues.name(status));
        item.setFilter(null);
        again = true;
      }
    }
    return again;
  }

  private OpcUaMonitoredItem item(Watch.Node node, NodeId id) {
    OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(id);
    Duration sampling = node.address.sampling();
    if (sampling == null) {
      sampling = options.sampling().getOrDefault(node.point.scan(), options.publishing());
    }
    item.setSamplingInterval((double) sampling.toMillis());
    item.setQueueSize(uint(QUEUE));
    item.setUserObject(node);
    Deadband deadband = node.address.deadband();
    if (deadband == null && node.point.kind().type() == ValueType.NUMBER) {
      deadband = options.deadband();
    }
    DataChangeFilter filter = deadband == null ? null : deadband.filter();
    if (filter != null) {
      item.setFilter(filter);
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
    return traffic.request(
        open.readValuesAsync(0, TimestampsToReturn.Both, nodes)
            .orTimeout(options.timeout().toMillis(), TimeUnit.MILLISECONDS));
  }

  CompletableFuture<StatusCode> write(NodeId node, Variant value) throws UaException {
    return traffic
        .request(
            client()
                .writeValuesAsync(List.of(node), List.of(DataValue.valueOnly(value)))
                .orTimeout(options.timeout().toMillis(), TimeUnit.MILLISECONDS))
        .thenApply(
            results -> {
              StatusCode status = results.get(0);
              if (status.isBad()) {
                traffic.refused();
              }
              return status;
            });
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
    SessionOpener.close(open, then);
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
      traffic.notified();
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
