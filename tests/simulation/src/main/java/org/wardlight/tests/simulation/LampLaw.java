package org.wardlight.tests.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmEvent.Closed;
import org.wardlight.api.alarm.AlarmEvent.Presence;
import org.wardlight.api.alarm.AlarmEvent.Raised;
import org.wardlight.api.alarm.AlarmEvent.Reclassified;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.Room;
import org.wardlight.api.space.SpaceKind;
import org.wardlight.sim.VirtualHouse;

/**
 * The lamps over the doors show what the journal says, within seconds, or within a minute after
 * their device was out of order.
 */
final class LampLaw implements Law {
  private static final long SECOND = 1_000_000_000L;
  private static final long PROMPT = 5 * SECOND;
  private static final long AFTER_FAULT = 60 * SECOND;

  private final Stage stage;
  private final VirtualHouse house;
  private final SimulatedDriver driver;
  private final List<Lamp> lamps = new ArrayList<>();
  private final Map<String, List<Lamp>> lampsOfRoom = new HashMap<>();
  private final Map<String, Map<String, Lit>> openInRoom = new HashMap<>();
  private final Map<String, String> roomOf = new HashMap<>();
  private final Set<String> staffIn = new HashSet<>();
  private long nextLook;

  /** What an open alarm does to the lamps of its room. */
  private record Lit(AlarmClass alarmClass, boolean wet) {}

  private static final class Lamp {
    final Point point;
    double expected;
    long rightAt;
    long faultyAt = -AFTER_FAULT;
    boolean said;

    Lamp(Point point) {
      this.point = point;
    }
  }

  LampLaw(Stage stage, VirtualHouse house, SimulatedDriver driver) {
    this.stage = stage;
    this.house = house;
    this.driver = driver;
    for (Point point : stage.facility().points()) {
      if (Set.of("lamp.red", "lamp.green", "lamp.white").contains(point.kind().id())
          && point.writable()
          && stage.facility().room(point.room()) != null) {
        Lamp lamp = new Lamp(point);
        lamps.add(lamp);
        lampsOfRoom.computeIfAbsent(point.room(), r -> new ArrayList<>()).add(lamp);
      }
    }
  }

  @Override
  public void happened(AlarmEvent event) {
    String room = roomOf.getOrDefault(String.valueOf(event.alarm()), "");
    if (event instanceof Raised raised) {
      room = raised.room();
      roomOf.put(raised.alarm(), room);
      boolean wet = raised.wetRoomOnly() || isWet(room, raised.space());
      inRoom(room).put(raised.alarm(), new Lit(raised.alarmClass(), wet));
    } else if (event instanceof Reclassified changed) {
      inRoom(room)
          .computeIfPresent(changed.alarm(), (id, lit) -> new Lit(changed.alarmClass(), lit.wet()));
    } else if (event instanceof Closed closed) {
      Lit unused = inRoom(room).remove(closed.alarm());
      roomOf.remove(closed.alarm());
    } else if (event instanceof Presence presence) {
      room = presence.room();
      boolean unused = presence.present() ? staffIn.add(room) : staffIn.remove(room);
    } else {
      return;
    }
    lampsOfRoom.getOrDefault(room, List.of()).forEach(lamp -> lamp.expected = expected(lamp.point));
  }

  private Map<String, Lit> inRoom(String room) {
    return openInRoom.computeIfAbsent(room, r -> new HashMap<>());
  }

  private boolean isWet(String roomId, String space) {
    Room room = stage.facility().room(roomId);
    return room != null
        && room.spaces().stream()
            .anyMatch(s -> s.kind() == SpaceKind.BATHROOM && s.id().equals(space));
  }

  private double expected(Point lamp) {
    int value = 0;
    switch (lamp.kind().id()) {
      case "lamp.green" -> value = staffIn.contains(lamp.room()) ? 1 : 0;
      case "lamp.white" -> {
        for (Lit lit : inRoom(lamp.room()).values()) {
          value = Math.max(value, lit.wet() && lit.alarmClass().needsPerson() ? 1 : 0);
        }
      }
      default -> {
        for (Lit lit : inRoom(lamp.room()).values()) {
          int red = lit.alarmClass() == AlarmClass.EMERGENCY ? 2 : 1;
          value = Math.max(value, lit.alarmClass().needsPerson() ? red : 0);
        }
      }
    }
    return lamp.kind().type() == ValueType.BOOLEAN ? Math.min(value, 1) : value;
  }

  @Override
  public void check() {
    if (stage.now() < nextLook) {
      return;
    }
    nextLook = stage.now() + SECOND;
    for (Lamp lamp : lamps) {
      check(lamp);
    }
  }

  private void check(Lamp lamp) {
    long now = stage.now();
    if (driver.faulty(lamp.point)) {
      lamp.faultyAt = now;
    }
    double shown = house.shown(lamp.point);
    if (shown == lamp.expected || !stage.up()) {
      lamp.rightAt = now;
      lamp.said = false;
      return;
    }
    boolean excused = now - lamp.faultyAt < AFTER_FAULT;
    if (!lamp.said && !excused && now - Math.max(lamp.rightAt, stage.upSince()) > PROMPT) {
      stage.complain(lamp.point.name() + " shows " + shown + ", not " + lamp.expected);
      lamp.said = true;
    }
  }
}
