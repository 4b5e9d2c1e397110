package org.wardlight.benchmark;

import java.util.ArrayList;
import java.util.List;

/**
 * Who does what in a storm.
 *
 * @param flickering all inputs of these flicker
 * @param calling somebody calls once in each of these, and nothing else happens
 * @param chattering its call button chatters
 */
record StormRooms(List<String> flickering, List<String> calling, String chattering) {
  StormRooms {
    flickering = List.copyOf(flickering);
    calling = List.copyOf(calling);
  }

  /** Spreads the calling rooms and the chattering one evenly among the others. */
  static StormRooms of(List<String> rooms, int calls) {
    int quiet = calls + 1;
    if (rooms.size() <= quiet) {
      throw new IllegalArgumentException(rooms.size() + " rooms are too few for " + calls);
    }
    List<String> flickering = new ArrayList<>();
    List<String> calling = new ArrayList<>();
    for (int i = 0; i < rooms.size(); i++) {
      long before = (long) i * quiet / rooms.size();
      long after = (i + 1L) * quiet / rooms.size();
      (after > before ? calling : flickering).add(rooms.get(i));
    }
    String chattering = calling.remove(quiet / 2);
    return new StormRooms(flickering, calling, chattering);
  }
}
