package org.wardlight.api.space;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;

/**
 * A whole facility as one immutable value: it was read, validated and found consistent as a whole.
 *
 * <p>Point ids are small numbers below {@link #pointIdBound()}, so that arrays can be indexed by
 * them. While the server runs, a point that means the same after a change of the configuration
 * keeps its id, and no id is used again: ids of removed points stay empty.
 */
public final class Facility {
  private final String id;
  private final String name;
  private final ZoneId zone;
  private final Locale language;
  private final List<Ward> wards;
  private final Map<String, PointKind> kinds;
  private final Map<String, ConnectionSpec> connections;
  private final Map<String, Device> devices;
  private final List<Point> points;
  private final AlarmSettings alarms;
  private final @Nullable Point[] pointById;
  private final Map<String, Ward> wardById = new HashMap<>();
  private final Map<String, Ward> wardOfRoom = new HashMap<>();
  private final Map<String, Room> rooms = new LinkedHashMap<>();
  private final Map<String, Room> roomOfBed = new HashMap<>();
  private final Map<String, List<Point>> pointsOfRoom = new HashMap<>();
  private final Map<String, Point> pointByName = new HashMap<>();

  /** Assembles a facility whose calls go to everybody at once. */
  public Facility(
      String id,
      String name,
      ZoneId zone,
      Locale language,
      List<Ward> wards,
      List<PointKind> kinds,
      List<ConnectionSpec> connections,
      List<Device> devices,
      List<Point> points) {
    this(
        id,
        name,
        zone,
        language,
        wards,
        kinds,
        connections,
        devices,
        points,
        AlarmSettings.DEFAULT);
  }

  /**
   * Assembles a facility.
   *
   * @param language the facility's language; a user's choice overrides it
   * @param points in ascending order of their ids
   * @throws IllegalArgumentException if ids do not ascend or a name occurs twice
   */
  public Facility(
      String id,
      String name,
      ZoneId zone,
      Locale language,
      List<Ward> wards,
      List<PointKind> kinds,
      List<ConnectionSpec> connections,
      List<Device> devices,
      List<Point> points,
      AlarmSettings alarms) {
    this.id = id;
    this.name = name;
    this.zone = zone;
    this.language = language;
    this.wards = List.copyOf(wards);
    this.kinds = byId(kinds, PointKind::id);
    this.connections = byId(connections, ConnectionSpec::id);
    this.devices = byId(devices, Device::id);
    this.points = List.copyOf(points);
    this.alarms = alarms;
    for (Ward ward : this.wards) {
      wardById.putIfAbsent(ward.id(), ward);
      for (Room room : ward.rooms()) {
        if (rooms.put(room.id(), room) != null) {
          throw new IllegalArgumentException("room " + room.id() + " occurs twice");
        }
        wardOfRoom.put(room.id(), ward);
        room.beds().forEach(bed -> roomOfBed.put(bed.id(), room));
      }
      for (Space space : ward.commonSpaces()) {
        wardOfRoom.put(space.id(), ward);
      }
    }
    int bound = this.points.isEmpty() ? 0 : this.points.get(this.points.size() - 1).id() + 1;
    pointById = new @Nullable Point[bound];
    int last = -1;
    for (Point point : this.points) {
      if (point.id() <= last) {
        throw new IllegalArgumentException(
            "point " + point.name() + " has id " + point.id() + " after " + last);
      }
      last = point.id();
      pointById[last] = point;
      if (pointByName.put(point.name(), point) != null) {
        throw new IllegalArgumentException("point " + point.name() + " occurs twice");
      }
      pointsOfRoom.computeIfAbsent(point.room(), r -> new ArrayList<>()).add(point);
    }
  }

  /**
   * The same facility with other points.
   *
   * @param others in ascending order of their ids
   */
  public Facility withPoints(List<Point> others) {
    return with(wards, others);
  }

  /** The same facility with other wards, for example other limits of their residents. */
  public Facility withWards(List<Ward> others) {
    return with(others, points);
  }

  private Facility with(List<Ward> otherWards, List<Point> otherPoints) {
    return new Facility(
        id,
        name,
        zone,
        language,
        otherWards,
        List.copyOf(kinds.values()),
        List.copyOf(connections.values()),
        List.copyOf(devices.values()),
        otherPoints,
        alarms);
  }

  private static <T> Map<String, T> byId(List<T> items, Function<T, String> idOf) {
    Map<String, T> map = new LinkedHashMap<>();
    for (T item : items) {
      if (map.put(idOf.apply(item), item) != null) {
        throw new IllegalArgumentException(idOf.apply(item) + " occurs twice");
      }
    }
    return Collections.unmodifiableMap(map);
  }

  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  /** The zone in which days, nights and schedules are meant. */
  public ZoneId zone() {
    return zone;
  }

  public Locale language() {
    return language;
  }

  public List<Ward> wards() {
    return wards;
  }

  /** All kinds by id. */
  public Map<String, PointKind> kinds() {
    return kinds;
  }

  /** All connections by id, in the order of the configuration. */
  public Map<String, ConnectionSpec> connections() {
    return connections;
  }

  /** All devices by id, in the order of the configuration. */
  public Map<String, Device> devices() {
    return devices;
  }

  /** All points in ascending order of their ids. */
  public List<Point> points() {
    return points;
  }

  /** How calls reach people. */
  public AlarmSettings alarms() {
    return alarms;
  }

  /** The ward with this id, or null. */
  public @Nullable Ward ward(String ward) {
    return wardById.get(ward);
  }

  /** The room with this id, or null; common spaces are no rooms. */
  public @Nullable Room room(String room) {
    return rooms.get(room);
  }

  /** The room in which the bed with this id stands, or null. */
  public @Nullable Room roomOfBed(String bed) {
    return roomOfBed.get(bed);
  }

  /** The ward of a room or common space, or null. */
  public @Nullable Ward wardOf(String room) {
    return wardOfRoom.get(room);
  }

  /** The points of a room or common space, in the order of their ids; empty if there are none. */
  public List<Point> pointsOf(String room) {
    return Collections.unmodifiableList(pointsOfRoom.getOrDefault(room, List.of()));
  }

  /** One more than the greatest point id. */
  public int pointIdBound() {
    return pointById.length;
  }

  /** The point with this id, or null. */
  public @Nullable Point point(int id) {
    return id >= 0 && id < pointById.length ? pointById[id] : null;
  }

  /** The point with this name, or null. */
  public @Nullable Point point(String pointName) {
    return pointByName.get(pointName);
  }
}
