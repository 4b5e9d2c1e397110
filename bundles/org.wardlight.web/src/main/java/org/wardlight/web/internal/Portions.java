package org.wardlight.web.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wardlight.api.space.Device;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Room;
import org.wardlight.api.space.Space;
import org.wardlight.api.space.Ward;

/**
 * A facility in portions that are quickly written, each with all that a screen needs to judge its
 * rooms. A screen takes first what it shows.
 */
final class Portions {
  /** About 90 kB of JSON: a delta waits for one of them at most. */
  static final int ROOMS = 25;

  private final List<Portion> all = new ArrayList<>();

  /**
   * Some rooms of a ward.
   *
   * @param number its place in the facility
   * @param places the ids of the rooms and common spaces whose points and devices are in it
   * @param devices their ids
   * @param connections the ids of those over which these devices are the first to be reached
   */
  record Portion(
      int number,
      String ward,
      List<Room> rooms,
      Set<String> places,
      List<String> devices,
      List<String> connections) {}

  Portions(Facility facility) {
    Map<String, List<Device>> devices = new HashMap<>();
    for (Device device : facility.devices().values()) {
      devices.computeIfAbsent(device.room(), room -> new ArrayList<>()).add(device);
    }
    Set<String> connections = new LinkedHashSet<>(facility.connections().keySet());
    for (Ward ward : facility.wards()) {
      int rooms = ward.rooms().size();
      for (int from = 0; from == 0 || from < rooms; from += ROOMS) {
        List<Room> some = ward.rooms().subList(from, Math.min(rooms, from + ROOMS));
        Set<String> places = new LinkedHashSet<>();
        some.forEach(room -> places.add(room.id()));
        if (from == 0) {
          ward.commonSpaces().stream().map(Space::id).forEach(places::add);
        }
        add(ward, some, places, devices, connections);
      }
    }
    if (!all.isEmpty()) {
      // Over these no device is reached.
      all.get(0).connections().addAll(connections);
    }
  }

  private void add(
      Ward ward,
      List<Room> rooms,
      Set<String> places,
      Map<String, List<Device>> devicesOf,
      Set<String> connections) {
    List<String> devices = new ArrayList<>();
    List<String> first = new ArrayList<>();
    for (String place : places) {
      for (Device device : devicesOf.getOrDefault(place, List.of())) {
        devices.add(device.id());
        if (connections.remove(device.connection())) {
          first.add(device.connection());
        }
      }
    }
    all.add(new Portion(all.size(), ward.id(), rooms, places, devices, first));
  }

  /**
   * All of them: first the one with this room, then those of this ward.
   *
   * @param ward empty for none
   * @param room empty for none
   */
  List<Portion> inOrder(String ward, String room) {
    List<Portion> ordered = new ArrayList<>(all);
    ordered.sort(
        Comparator.comparing((Portion portion) -> !portion.places().contains(room))
            .thenComparing(portion -> !portion.ward().equals(ward)));
    return ordered;
  }
}
