package org.wardlight.sim;

import static java.util.Objects.requireNonNull;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

  /** What the simulator's end of a serial line is called, beside the end that the server opens. */
  private static final String OTHER_END = "-sim";

  private final EventLoopGroup events =
      new NioEventLoopGroup(1, new DefaultThreadFactory("wl-sim-io", true));
  private final ScheduledExecutorService workers =
      new ScheduledThreadPoolExecutor(2, new DefaultThreadFactory("wl-sim-opcua", true));
  private final Map<String, Endpoint> byPlace = new LinkedHashMap<>();
  private final Map<String, Endpoint> byConnection = new ConcurrentHashMap<>();
  private final Facility facility;
  private final PointValues values;

  /** Prepares a server for each connection; nothing listens yet. */
  Endpoints(Facility facility, PointValues values) {
    this.facility = facility;
    this.values = values;
    for (ConnectionSpec connection : facility.connections().values()) {
      String place = connection.endpoint().getSchemeSpecificPart();
      Endpoint endpoint = byPlace.computeIfAbsent(place, p -> create(connection));
      byConnection.put(connection.id(), endpoint);
    }
    for (Point point : facility.points()) {
      of(point.connection()).add(point);
    }
  }

  private Endpoint create(ConnectionSpec connection) {
    String name = "connection " + connection.id();
    String path = connection.endpoint().getPath();
    return switch (connection.endpoint().getScheme()) {
      case "modbus-tcp" ->
          new ModbusSocket(name, modbusAddress(connection), ModbusFrames.TCP, events, values);
      case "modbus-rtu-tcp" ->
          new ModbusSocket(name, modbusAddress(connection), ModbusFrames.RTU, events, values);
      case "modbus-rtu" ->
          new ModbusSerialLine(name, path + OTHER_END, connection.options(), values);
      case "opc.tcp" -> {
        InetSocketAddress address = address(connection, DEFAULT_OPCUA_PORT);
        yield new OpcUaEndpoint(name, address, connection, events, workers, values);
      }
      default ->
          throw new SimulationException(
              "connection "
                  + connection.id()
                  + ": cannot simulate "
                  + connection.endpoint()
                  + "; known are modbus-tcp://, modbus-rtu-tcp://, modbus-rtu:/// and opc.tcp://");
    };
  }

  private static InetSocketAddress modbusAddress(ConnectionSpec connection) {
    return address(connection, DEFAULT_MODBUS_PORT);
  }

  private static InetSocketAddress address(ConnectionSpec connection, int defaultPort) {
    URI uri = connection.endpoint();
    int port = uri.getPort() < 0 ? defaultPort : uri.getPort();
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

  static SimulationException cannotListen(String name, InetSocketAddress at, Throwable e) {
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
    byPlace.values().forEach(Endpoint::start);
  }

  /** Stops the server of a connection and starts another in its place, which knows no client. */
  synchronized void restart(String connection) {
    Endpoint before = of(connection);
    before.close();
    Endpoint after = create(requireNonNull(facility.connections().get(connection)));
    byPlace.replaceAll((place, endpoint) -> endpoint == before ? after : endpoint);
    byConnection.replaceAll((id, endpoint) -> endpoint == before ? after : endpoint);
    for (Point point : facility.points()) {
      if (of(point.connection()) == after) {
        after.add(point);
      }
    }
    after.start();
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
    return byPlace.values().stream().filter(type::isInstance).count();
  }

  long served() {
    return byPlace.values().stream().mapToLong(Endpoint::served).sum();
  }

  long takeLongestNanos() {
    return byPlace.values().stream().mapToLong(Endpoint::takeLongestNanos).max().orElse(0);
  }

  @Override
  public void close() {
    byPlace.values().forEach(Endpoint::close);
    workers.shutdownNow();
    events.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
