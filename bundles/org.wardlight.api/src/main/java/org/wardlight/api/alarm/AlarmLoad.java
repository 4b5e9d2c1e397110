package org.wardlight.api.alarm;

import java.time.Instant;
import java.util.List;

/**
 * How many alarms people get, measured as operators of plants do: steady is 1 in 10 min, a flood 10
 * or more in 10 min, chatter 3 or more of one kind and space within a minute, stale what has been
 * open for 24 h. Tests and what was held back do not count. Thread-safe.
 */
public interface AlarmLoad {
  int FLOOD_PER_TEN_MINUTES = 10;

  /**
   * The figures of the last 24 h.
   *
   * @param ward a ward's id; empty for the whole facility
   */
  Figures figures(String ward);

  /**
   * Figures up to a time.
   *
   * @param slots 144 slots of 10 min, oldest first; the last one ends at {@code at}
   * @param flood whether the last slot is one
   * @param stale open alarms raised 24 h ago or earlier
   * @param chattering places that chatter now
   * @param topRooms rooms by number of alarms, most first, 10 at most
   */
  record Figures(
      Instant at,
      List<Slot> slots,
      boolean flood,
      List<Alarm> stale,
      List<Chatter> chattering,
      List<RoomLoad> topRooms) {
    public Figures {
      slots = List.copyOf(slots);
      stale = List.copyOf(stale);
      chattering = List.copyOf(chattering);
      topRooms = List.copyOf(topRooms);
    }
  }

  /** Alarms raised within 10 min. */
  record Slot(Instant from, int raised) {}

  /** A kind and space that chatters, and since when. */
  record Chatter(String kind, String space, Instant since) {}

  /** How many alarms a room raised. */
  record RoomLoad(String room, int raised) {}
}
