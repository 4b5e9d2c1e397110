package org.wardlight.alarm.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.alarm.internal.Lamps.Light;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmDesk;
import org.wardlight.api.alarm.AlarmEvent.Presence;
import org.wardlight.api.alarm.Annunciator;
import org.wardlight.api.alarm.JournalEntry;
import org.wardlight.api.field.Origin;
import org.wardlight.api.field.Outputs;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilityObserver;
import org.wardlight.api.space.FacilitySource;
import org.wardlight.api.space.Room;
import org.wardlight.api.space.SpaceKind;
import org.wardlight.api.space.Ward;

/**
 * Wishes the lamps over the doors to show what was announced. It always works from what the desk
 * has announced, so that a lamp can be late but not wrong. It keeps the open alarms by room: in a
 * storm, thousands are open and each is announced.
 */
final class DoorLamps implements Annunciator, FacilityObserver {
  private static final Logger LOG = LoggerFactory.getLogger(DoorLamps.class);

  private final AlarmDesk desk;
  private final FacilitySource source;
  private final Outputs outputs;
  private final Map<String, Map<String, Alarm>> openByRoom = new HashMap<>();
  private @Nullable Facility shown;

  DoorLamps(AlarmDesk desk, FacilitySource source, Outputs outputs) {
    this.desk = desk;
    this.source = source;
    this.outputs = outputs;
  }

  /** Wishes every lamp. */
  synchronized void showAll() {
    Facility facility = source.current();
    shown = facility;
    openByRoom.clear();
    desk.open().forEach(this::keep);
    Set<String> present = desk.present().keySet();
    for (Ward ward : facility.wards()) {
      for (Room room : ward.rooms()) {
        show(facility, room, present.contains(room.id()));
      }
    }
  }

  private void keep(Alarm alarm) {
    if (alarm.open()) {
      openByRoom.computeIfAbsent(alarm.room(), room -> new HashMap<>()).put(alarm.id(), alarm);
    } else {
      openByRoom.computeIfPresent(
          alarm.room(),
          (room, open) -> {
            open.remove(alarm.id());
            return open.isEmpty() ? null : open;
          });
    }
  }

  @Override
  public void facilityChanged(Facility before, Facility now) {
    showAll();
  }

  @Override
  public synchronized void announce(JournalEntry entry, @Nullable Alarm after) {
    Facility facility = source.current();
    if (facility != shown) {
      showAll();
      return;
    }
    if (after != null) {
      keep(after);
    }
    String roomId = after != null ? after.room() : "";
    if (entry.event() instanceof Presence presence) {
      roomId = presence.room();
    }
    Room room = facility.room(roomId);
    if (room != null) {
      show(facility, room, desk.present().containsKey(room.id()));
    }
  }

  private void show(Facility facility, Room room, boolean staffPresent) {
    List<Point> points = facility.pointsOf(room.id());
    Lamps lamps =
        Lamps.of(
            openByRoom.getOrDefault(room.id(), Map.of()).values(),
            staffPresent,
            space -> isWet(room, space));
    for (Point point : points) {
      switch (point.kind().id()) {
        case "lamp.red" -> wish(point, lamps.red(), "an alarm needs a person");
        case "lamp.green" -> wish(point, lamps.green(), "staff is present");
        case "lamp.white" -> wish(point, lamps.white(), "an alarm in the wet room");
        default -> {
          // Not a lamp of the door.
        }
      }
    }
  }

  private static boolean isWet(Room room, String space) {
    return room.spaces().stream()
        .anyMatch(s -> s.id().equals(space) && s.kind() == SpaceKind.BATHROOM);
  }

  private void wish(Point point, Light light, String why) {
    int value = light.value();
    if (point.kind().type() == ValueType.BOOLEAN) {
      value = Math.min(value, 1);
    }
    try {
      outputs.wish(point.id(), Origin.ALARM, value, light == Light.OFF ? "no " + why : why);
    } catch (IllegalArgumentException e) {
      LOG.error("the lamp {} cannot be lit: {}", point.name(), e.getMessage());
    }
  }
}
