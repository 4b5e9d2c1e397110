package org.wardlight.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** What people can be told to do, in the words of the house: "leaves bed", "pulls cord". */
final class Deeds {
  /** How long a button is held. */
  static final Duration PRESS = Duration.ofSeconds(1);

  private static final Duration DOOR = Duration.ofSeconds(6);

  /** How long somebody who wanders is on the way to a door that leads out. */
  private static final Duration WANDER = Duration.ofSeconds(20);

  private static final String PRESSES = "presses-";

  /** What happens, and the kind without which it cannot. */
  private record Deed(String needs, Consumer<SimulatedRoom> action) {}

  private final House house;
  private final Map<String, Deed> deeds = new LinkedHashMap<>();

  Deeds(House house) {
    this.house = house;
    add("leaves-bed", Kinds.BED, room -> state(room, 0, 0, 1));
    add("returns-to-bed", Kinds.BED, room -> state(room, 1, 0, 0));
    add("enters-bathroom", Kinds.BATHROOM, room -> throughBathroomDoor(room, 1));
    add("leaves-bathroom", Kinds.BATHROOM, room -> throughBathroomDoor(room, 0));
    add("leaves-room", Kinds.DOOR, room -> throughDoor(room, 0));
    add("returns-to-room", Kinds.DOOR, room -> throughDoor(room, 1));
    add("pulls-cord", Kinds.CORD, room -> press(room, Kinds.CORD));
    add("presence-on", Kinds.STAFF, room -> room.set(Kinds.STAFF, 1));
    add("presence-off", Kinds.STAFF, room -> room.set(Kinds.STAFF, 0));
    add("reset", Kinds.STAFF_RESET, room -> press(room, Kinds.STAFF_RESET));
    add("resets-bathroom", Kinds.BATHROOM_RESET, room -> press(room, Kinds.BATHROOM_RESET));
    add("opens-window", Kinds.WINDOW, room -> room.set(Kinds.WINDOW, 1));
    add("closes-window", Kinds.WINDOW, room -> room.set(Kinds.WINDOW, 0));
    add("opens-door", Kinds.DOOR, room -> room.set(Kinds.DOOR, 1));
    add("closes-door", Kinds.DOOR, room -> room.set(Kinds.DOOR, 0));
    add("falls", Kinds.FALL, this::fall);
    add("gets-up", Kinds.FALL, room -> room.set(Kinds.FALL, 0));
    add("presses-wristband", Kinds.SOS, room -> press(room, Kinds.SOS));
    add("wanders", Kinds.WRISTBAND, this::wander);
    add("wets", Kinds.WET, room -> room.set(Kinds.WET, 1));
    add("is-changed", Kinds.WET, room -> room.set(Kinds.WET, 0));
  }

  private void add(String words, String needs, Consumer<SimulatedRoom> action) {
    deeds.put(words, new Deed(needs, action));
  }

  /** All words. */
  List<String> words() {
    List<String> words = new ArrayList<>(deeds.keySet());
    words.add("presses-KIND");
    return words;
  }

  /**
   * Finds out what these words mean in this room.
   *
   * @throws SimulationException if they mean nothing, or the room lacks the point that they need
   */
  Runnable in(SimulatedRoom room, String words) {
    String normal = words.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_]+", "-");
    Deed deed = deeds.get(normal);
    if (deed == null && normal.startsWith(PRESSES)) {
      String kind = normal.substring(PRESSES.length());
      deed = new Deed(kind, r -> press(r, kind));
    }
    if (deed == null) {
      throw SimulationException.unknown("deed", words, words());
    }
    House.check(room, deed.needs, null);
    Consumer<SimulatedRoom> action = deed.action;
    return () -> action.accept(room);
  }

  private void fall(SimulatedRoom room) {
    state(room, 0, 0, 0);
    room.set(Kinds.FALL, 1);
  }

  /** Out of the room, along the corridor and through a door of the ward; the wristband tells. */
  private void wander(SimulatedRoom room) {
    throughDoor(room, 0);
    house
        .timeline()
        .after(
            WANDER.toMillis(),
            () -> {
              house.goOutside(room, DOOR);
              room.set(Kinds.WRISTBAND, Kinds.HEARD_IN_GARDEN);
            });
  }

  private void press(SimulatedRoom room, String kind) {
    house.press(room, kind, null, PRESS);
  }

  private static void state(SimulatedRoom room, int bed, int bathroom, int motion) {
    room.set(Kinds.BED, bed);
    room.set(Kinds.BATHROOM, bathroom);
    room.set(Kinds.MOTION, motion);
  }

  private void throughBathroomDoor(SimulatedRoom room, int inside) {
    house.press(room, Kinds.BATHROOM_DOOR, null, DOOR);
    state(room, 0, inside, 1 - inside);
  }

  private void throughDoor(SimulatedRoom room, int inside) {
    house.press(room, Kinds.DOOR, null, DOOR);
    state(room, 0, 0, inside);
    int heard = inside == 1 ? Kinds.HEARD_IN_ROOM : Kinds.HEARD_IN_CORRIDOR;
    room.set(Kinds.WRISTBAND, heard);
  }
}
