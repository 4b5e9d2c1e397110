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

  /** Throws if there is no such connection or device. */
  void check(String target) {
    if (!isConnection(target) && !facility.devices().containsKey(target)) {
      List<String> known = new ArrayList<>(facility.connections().keySet());
      known.addAll(facility.devices().keySet());
      throw SimulationException.unknown("connection or device", target, known);
    }
  }

  private boolean isConnection(String target) {
    return facility.connections().containsKey(target);
  }

  /** Lets a fault loose on a connection or a device, or ends it. */
  void set(String target, Fault fault) {
    check(target);
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
