package org.wardlight.sim;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Facility;

/** All servers of a simulated facility, with the threads that they share. */
final class Endpoints implements AutoCloseable {
  private static final int DEFAULT_MODBUS_PORT = 502;
  private static final int DEFAULT_OPCUA_PORT = 4840;

  private final EventLoopGroup events =
      new NioEventLoopGroup(1, new DefaultThreadFactory("wl-sim-io", true));
  private final ScheduledExecutorService workers =
      new ScheduledThreadPoolExecutor(2, new DefaultThreadFactory("wl-sim-opcua", true));
  private final Map<InetSocketAddress, Endpoint> byAddress = new LinkedHashMap<>();
  private final Map<String, Endpoint> byConnection = new HashMap<>();

  /** Prepares a server for each connection; nothing listens yet. */
  Endpoints(Facility facility, PointValues values) {
    for (ConnectionSpec connection : facility.connections().values()) {
      InetSocketAddress address = address(connection);
      Endpoint endpoint =
          byAddress.computeIfAbsent(address, a -> create(connection, address, values));
      byConnection.put(connection.id(), endpoint);
    }
    for (Point point : facility.points()) {
      of(point.connection()).add(point);
    }
  }

  private Endpoint create(ConnectionSpec connection, InetSocketAddress address, PointValues v) {
    String name = "connection " + connection.id();
    String path = connection.endpoint().getPath();
    return isModbus(connection)
        ? new ModbusEndpoint(name, address, events, v)
        : new OpcUaEndpoint(name, address, path == null ? "" : path, events, workers, v);
  }

  private static boolean isModbus(ConnectionSpec connection) {
    return switch (connection.endpoint().getScheme()) {
      case "modbus-tcp" -> true;
      case "opc.tcp" -> false;
      default ->
          throw new SimulationException(
              "connection "
                  + connection.id()
                  + ": cannot simulate "
                  + connection.endpoint()
                  + "; known are modbus-tcp:// and opc.tcp://");
    };
  }

  private static InetSocketAddress address(ConnectionSpec connection) {
    URI uri = connection.endpoint();
    int port = uri.getPort();
    if (port < 0) {
      port = isModbus(connection) ? DEFAULT_MODBUS_PORT : DEFAULT_OPCUA_PORT;
    }
    String host = uri.getHost();
    try {
      InetAddress address = InetAddress.getByName(host);
      if (host != null && address.isLoopbackAddress()) {
        return new InetSocketAddress(address, port);
      }
    } catch (UnknownHostException e) {
      throw new SimulationException(
          "connection " + connection.id() + ": unknown host in " + uri, e);
    }
    throw new SimulationException(
        "connection "
            + connection.id()
            + " points at "
            + uri
            + "; only loopback addresses (127.x.y.z) are simulated");
  }

  static SimulationException cannotListen(String name, InetSocketAddress at, Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new SimulationException(
        name
            + ": cannot listen on "
            + at.getAddress().getHostAddress()
            + ":"
            + at.getPort()
            + " ("
            + cause.getMessage()
            + "). Stop the program that uses the port, or change the endpoint in"
            + " connections.yaml.",
        cause);
  }

  /** Listens on all. */
  void start() {
    byAddress.values().forEach(Endpoint::start);
  }

  /** The endpoint of a connection. */
  Endpoint of(String connection) {
    Endpoint endpoint = byConnection.get(connection);
    if (endpoint == null) {
      throw SimulationException.unknown("connection", connection, byConnection.keySet());
    }
    return endpoint;
  }

  long count(Class<? extends Endpoint> type) {
    return byAddress.values().stream().filter(type::isInstance).count();
  }

  long served() {
    return byAddress.values().stream().mapToLong(Endpoint::served).sum();
  }

  long takeLongestNanos() {
    return byAddress.values().stream().mapToLong(Endpoint::takeLongestNanos).max().orElse(0);
  }

  @Override
  public void close() {
    byAddress.values().forEach(Endpoint::close);
    workers.shutdownNow();
    events.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
