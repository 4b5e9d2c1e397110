package org.wardlight.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.Point;
import org.wardlight.api.space.Bed;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Room;
import org.wardlight.api.space.Space;
import org.wardlight.api.space.Ward;

/**
 * The simulated house without its servers: rooms, people and climate on a model clock. The same
 * facility, seed and start give the same course. Not thread-safe.
 */
final class House {
  /** How long the routine leaves a room alone after somebody acted in it by hand. */
  static final Duration HOLD = Duration.ofMinutes(10);

  private static final long CLIMATE_STEP_MILLIS = 10_000;
  private static final long DOOR_STEP_MILLIS = 1_000;
  private static final long HEARTBEAT_MILLIS = 2_000;
  private static final int HEARTBEATS = 1 << 16;

  private final Facility facility;
  private final Timeline timeline;
  private final double speed;
  private final Map<String, SimulatedRoom> rooms = new LinkedHashMap<>();

  House(Facility facility, PointValues values, SimulationSettings settings, Instant start) {
    this.facility = facility;
    this.speed = settings.speed();
    timeline = new Timeline(start);
    for (Point point : facility.points()) {
      rooms.computeIfAbsent(point.room(), r -> new SimulatedRoom(r, facility.pointsOf(r), values));
    }
    Weather weather = new Weather(facility.zone());
    for (SimulatedRoom room : rooms.values()) {
      room.set(Kinds.OUTER_DOOR_LOCKED, 1);
      if (room.has(Kinds.HEARTBEAT)) {
        timeline.every(HEARTBEAT_MILLIS, () -> beat(room));
      }
      weather.show(room, timeline.now());
      Climate climate = new Climate(room, weather, comfort(room.id()), timeline.now());
      if (!settings.still()) {
        timeline.every(CLIMATE_STEP_MILLIS, () -> climate.step(timeline.now()));
        timeline.every(CLIMATE_STEP_MILLIS, () -> weather.show(room, timeline.now()));
        if (room.has(Kinds.OUTER_DOOR_RELEASE)) {
          timeline.every(DOOR_STEP_MILLIS, () -> bolt(room));
        }
      }
    }
    people(settings);
  }

  private void people(SimulationSettings settings) {
    CallRoutine calls = new CallRoutine(this, settings);
    int index = 0;
    for (Ward ward : facility.wards()) {
      for (Room room : ward.rooms()) {
        SimulatedRoom simulated = rooms.get(room.id());
        for (Bed bed : room.beds()) {
          if (simulated != null && bed.stay() != null) {
            simulated.set(Kinds.BED, bed.id(), 1);
            simulated.set(Kinds.WRISTBAND, bed.id(), Kinds.HEARD_IN_ROOM);
            simulated.set(Kinds.WRISTBAND_BATTERY, bed.id(), 60 + index % 40);
            SleepMat mat = new SleepMat(simulated, bed.id(), settings.seed() * 37 + index);
            mat.step();
            if (!settings.still()) {
              SplittableRandom random = new SplittableRandom(settings.seed() * 31 + index);
              Resident resident = new Resident(this, simulated, bed.id(), random);
              resident.begin(index % 6 == 0);
              calls.add(resident);
              if (simulated.has(Kinds.HEART_RATE)) {
                timeline.every(CLIMATE_STEP_MILLIS, mat::step);
              }
            }
            index++;
          }
        }
      }
    }
    if (!settings.still()) {
      calls.begin();
    }
    if (settings.staff()) {
      new StaffRoutine(this, settings.seed()).begin();
    }
  }

  /** A device that works counts on, whether anybody is at home or not. */
  private static void beat(SimulatedRoom room) {
    room.set(Kinds.HEARTBEAT, (room.get(Kinds.HEARTBEAT, 0) + 1) % HEARTBEATS);
  }

  /** A door is locked unless it is being released. */
  private static void bolt(SimulatedRoom door) {
    door.set(Kinds.OUTER_DOOR_LOCKED, door.get(Kinds.OUTER_DOOR_RELEASE, 0) == 0 ? 1 : 0);
  }

  /** Somebody goes out by a door of this room's ward; if it has none, nothing happens. */
  void goOutside(SimulatedRoom from, Duration open) {
    Ward ward = facility.wardOf(from.id());
    if (ward == null) {
      return;
    }
    for (Space space : ward.commonSpaces()) {
      SimulatedRoom place = rooms.get(space.id());
      if (place != null && place.has(Kinds.OUTER_DOOR)) {
        press(place, Kinds.OUTER_DOOR, null, open);
        return;
      }
    }
  }

  private double comfort(String roomId) {
    Room room = facility.room(roomId);
    if (room != null) {
      for (Bed bed : room.beds()) {
        if (bed.stay() != null) {
          return bed.stay().resident().plan().comfortDayCelsius();
        }
      }
    }
    return 21;
  }

  Timeline timeline() {
    return timeline;
  }

  Facility facility() {
    return facility;
  }

  Map<String, SimulatedRoom> rooms() {
    return rooms;
  }

  /** The room with this number. */
  SimulatedRoom room(String id) {
    SimulatedRoom room = rooms.get(id);
    if (room == null) {
      throw SimulationException.unknown("room", id, rooms.keySet());
    }
    return room;
  }

  /** Sets a kind by hand, in the whole room or in one space or bed. */
  void set(String roomId, String kind, @Nullable String space, double value) {
    SimulatedRoom room = byHand(roomId);
    check(room, kind, space);
    room.set(kind, space, value);
  }

  /** Presses a button by hand for a span of real time, so that a scan sees it at any speed. */
  void press(String roomId, String kind, @Nullable String space, Duration held) {
    SimulatedRoom room = byHand(roomId);
    check(room, kind, space);
    press(room, kind, space, held);
  }

  /** Presses a button of which the room may have none. */
  void press(SimulatedRoom room, String kind, @Nullable String space, Duration held) {
    room.set(kind, space, 1);
    timeline.after((long) (held.toMillis() * speed), () -> room.set(kind, space, 0));
  }

  /** Marks a room as played with by hand. */
  SimulatedRoom byHand(String roomId) {
    SimulatedRoom room = room(roomId);
    room.holdUntil(timeline.now() + HOLD.toMillis());
    return room;
  }

  static void check(SimulatedRoom room, String kind, @Nullable String space) {
    if (!room.has(kind)) {
      throw SimulationException.unknown("kind in room " + room.id(), kind, room.kinds());
    }
    if (room.points(kind, space).isEmpty()) {
      Set<String> spaces =
          Set.copyOf(room.points(kind, null).stream().map(Point::space).distinct().toList());
      throw SimulationException.unknown("space with " + kind, String.valueOf(space), spaces);
    }
  }

  /** The ids of the rooms, in the order of the configuration. */
  List<String> roomIds() {
    return List.copyOf(rooms.keySet());
  }
}
