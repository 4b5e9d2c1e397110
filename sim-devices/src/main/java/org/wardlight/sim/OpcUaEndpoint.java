package org.wardlight.sim;

import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigLimits;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultSubscriptionServiceSet;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;
import org.eclipse.milo.opcua.stack.transport.server.ServiceRequestContext;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.point.Point;

/** One simulated OPC UA server, protected as its connection expects; one namespace a URI. */
final class OpcUaEndpoint implements Endpoint {
  private static final long START_SECONDS = 20;
  private static final OpcUaServerConfigLimits FAST =
      new OpcUaServerConfigLimits() {
        @Override
        public Double getMinPublishingInterval() {
          return 10.0;
        }
      };

  private final String name;
  private final InetSocketAddress address;
  private final PointValues values;
  private final FaultGate gate;
  private final OpcUaServer server;
  private final LongAdder served = new LongAdder();
  private final Map<String, PointNamespace> namespaces = new HashMap<>();
  private final Map<String, PointNamespace> namespaceOfDevice = new HashMap<>();
  private boolean started;
  private volatile boolean mute;

  OpcUaEndpoint(
      String name,
      InetSocketAddress address,
      ConnectionSpec connection,
      EventLoopGroup events,
      ScheduledExecutorService workers,
      PointValues values) {
    this.name = name;
    this.address = address;
    this.values = values;
    gate = new FaultGate(address);
    String application = "urn:wardlight:simulated:" + name.replace(' ', ':');
    OpcUaProtection protection = new OpcUaProtection(application, connection.options());
    String path = Objects.requireNonNullElse(connection.endpoint().getPath(), "");
    EndpointConfig.Builder endpoint =
        EndpointConfig.newBuilder()
            .setBindAddress(address.getAddress().getHostAddress())
            .setHostname(address.getAddress().getHostAddress())
            .setBindPort(address.getPort())
            .setPath(path);
    OpcUaServerConfig config =
        protection
            .applyTo(OpcUaServerConfig.builder())
            .setApplicationUri(application)
            .setProductUri("urn:wardlight:simulated")
            .setApplicationName(LocalizedText.english("Wardlight simulated facility " + name))
            .setLimits(FAST)
            .setEndpoints(Set.copyOf(protection.endpoints(endpoint)))
            .setExecutor(workers)
            .setScheduledExecutor(workers)
            .build();
    OpcTcpServerTransportConfig transport =
        OpcTcpServerTransportConfig.newBuilder()
            .setEventLoop(events)
            .setExecutor(workers)
            .setBootstrapCustomizer(gate::customize)
            .setChannelPipelineCustomizer(gate::customize)
            .build();
    server = new OpcUaServer(config, profile -> new OpcTcpServerTransport(transport));
    server.addServiceSet(path, new Publishing(server));
  }

  /** Keeps what is asked for while the server is mute, and never answers it. */
  private final class Publishing extends DefaultSubscriptionServiceSet {
    Publishing(OpcUaServer server) {
      super(server);
    }

    @Override
    public CompletableFuture<PublishResponse> onPublish(
        ServiceRequestContext context, PublishRequest request) {
      return mute ? new CompletableFuture<>() : super.onPublish(context, request);
    }
  }

  @Override
  public void add(Point point) {
    Object uri = point.address().get("namespace");
    if (!(uri instanceof String namespace)) {
      throw new SimulationException(
          "point " + point.name() + ": address needs a namespace, found " + uri);
    }
    PointNamespace target =
        namespaces.computeIfAbsent(namespace, u -> new PointNamespace(server, u, values, served));
    target.add(point);
    namespaceOfDevice.put(point.device(), target);
    values.listen(point.id(), target::show);
  }

  @Override
  public void start() {
    started = true;
    namespaces.values().forEach(PointNamespace::startup);
    try {
      server.startup().get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw Endpoints.cannotListen(name, address, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SimulationException("interrupted while starting " + name, e);
    }
  }

  @Override
  public void fault(Fault fault) {
    mute = fault == Fault.MUTE;
    namespaces.values().forEach(n -> n.exception(fault == Fault.EXCEPTION));
    gate.set(fault);
  }

  @Override
  public void fault(String device, Fault fault) {
    PointNamespace namespace = namespaceOfDevice.get(device);
    if (namespace == null) {
      throw new SimulationException("device " + device + " has no point on " + name);
    }
    namespace.fault(device, fault);
  }

  @Override
  public long served() {
    return served.sum();
  }

  @Override
  public void close() {
    gate.close();
    if (!started) {
      return;
    }
    try {
      server.shutdown().get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new SimulationException(name + " did not stop cleanly", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List.copyOf(namespaces.values()).forEach(PointNamespace::shutdown);
  }
}
