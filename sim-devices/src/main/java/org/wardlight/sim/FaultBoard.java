package org.wardlight.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Device;
import org.wardlight.api.space.Facility;

/** The faults that are loose now, by connection and by device. */
final class FaultBoard {
  private final Facility facility;
  private final Endpoints endpoints;
  private final PointValues values;
  private final Map<String, Fault> faults = new ConcurrentHashMap<>();

  FaultBoard(Facility facility, Endpoints endpoints, PointValues values) {
    this.facility = facility;
    this.endpoints = endpoints;
    this.values = values;
  }

  /** Throws if there is no such connection or device, or it cannot have this fault. */
  void check(String target, Fault fault) {
    if (!isConnection(target) && !facility.devices().containsKey(target)) {
      List<String> known = new ArrayList<>(facility.connections().keySet());
      known.addAll(facility.devices().keySet());
      throw SimulationException.unknown("connection or device", target, known);
    }
    boolean publishes = isConnection(target) && endpoints.of(target) instanceof OpcUaEndpoint;
    if (fault == Fault.MUTE && !publishes) {
      throw new SimulationException(
          target + " cannot be mute: only a connection to an OPC UA server publishes");
    }
  }

  private boolean isConnection(String target) {
    return facility.connections().containsKey(target);
  }

  /** Lets a fault loose on a connection or a device, or ends it. */
  void set(String target, Fault fault) {
    check(target, fault);
    faults.put(target, fault);
    if (isConnection(target)) {
      endpoints.of(target).fault(fault);
    } else {
      endpoints.of(device(target).connection()).fault(target, fault);
    }
    for (Point point : facility.points()) {
      if (point.connection().equals(target) || point.device().equals(target)) {
        values.freeze(point.id(), of(device(point.device())) == Fault.FROZEN);
      }
    }
  }

  /** The server of a connection ends and another takes its place, without faults. */
  void restart(String connection) {
    endpoints.restart(connection);
    faults.remove(connection);
    facility.devices().values().stream()
        .filter(device -> device.connection().equals(connection))
        .forEach(device -> faults.remove(device.id()));
    for (Point point : facility.points()) {
      if (point.connection().equals(connection)) {
        values.freeze(point.id(), false);
      }
    }
  }

  private Device device(String id) {
    Device device = facility.devices().get(id);
    if (device == null) {
      throw SimulationException.unknown("device", id, facility.devices().keySet());
    }
    return device;
  }

  /** The fault of a device: its connection's if that has one, else its own. */
  Fault of(Device device) {
    Fault connection = faults.getOrDefault(device.connection(), Fault.NONE);
    return connection != Fault.NONE ? connection : faults.getOrDefault(device.id(), Fault.NONE);
  }
}
