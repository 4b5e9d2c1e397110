package org.wardlight.tests.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Device;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Room;
import org.wardlight.api.space.Space;
import org.wardlight.api.space.Ward;

/** Smaller houses cut out of large ones: half the rooms take half the time. */
final class Houses {
  private Houses() {}

  /** The same facility with these rooms and, where a room is left, the ward's common spaces. */
  static Facility cut(Facility whole, Predicate<Room> rooms) {
    List<Ward> wards = new ArrayList<>();
    Set<String> places = new HashSet<>();
    for (Ward ward : whole.wards()) {
      List<Room> kept = ward.rooms().stream().filter(rooms).toList();
      if (!kept.isEmpty()) {
        kept.stream().map(Room::id).forEach(places::add);
        ward.commonSpaces().stream().map(Space::id).forEach(places::add);
        wards.add(ward.withRooms(kept));
      }
    }
    List<Point> points = new ArrayList<>();
    whole.points().stream()
        .filter(point -> places.contains(point.room()))
        .forEach(point -> points.add(point.withId(points.size())));
    List<Device> devices =
        whole.devices().values().stream().filter(d -> places.contains(d.room())).toList();
    Set<String> used = new HashSet<>();
    devices.forEach(device -> used.add(device.connection()));
    List<ConnectionSpec> connections =
        whole.connections().values().stream().filter(c -> used.contains(c.id())).toList();
    return new Facility(
        whole.id(),
        whole.name(),
        whole.zone(),
        whole.language(),
        wards,
        List.copyOf(whole.kinds().values()),
        connections,
        devices,
        points,
        whole.alarms());
  }

  /** The same facility with its first rooms only. */
  static Facility first(Facility whole, int rooms) {
    Set<String> ids = new HashSet<>();
    whole.wards().stream()
        .flatMap(ward -> ward.rooms().stream())
        .limit(rooms)
        .forEach(room -> ids.add(room.id()));
    return cut(whole, room -> ids.contains(room.id()));
  }
}
