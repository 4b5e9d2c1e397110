package org.wardlight.api.space;

import java.time.LocalTime;
import java.util.List;

/**
 * The nursing unit: the unit of work, of rights and of concurrency.
 *
 * @param floor the floor as people call it
 * @param dayFrom local time at which day rules begin
 * @param nightFrom local time at which night rules begin; differs from dayFrom
 * @param commonSpaces corridor, dining room, garden door
 */
public record Ward(
    String id,
    String name,
    String floor,
    LocalTime dayFrom,
    LocalTime nightFrom,
    List<Room> rooms,
    List<Space> commonSpaces) {
  public Ward {
    if (dayFrom.equals(nightFrom)) {
      throw new IllegalArgumentException("day and night of ward " + id + " begin at the same time");
    }
    rooms = List.copyOf(rooms);
    commonSpaces = List.copyOf(commonSpaces);
  }

  /** The same ward with other rooms. */
  public Ward withRooms(List<Room> others) {
    return new Ward(id, name, floor, dayFrom, nightFrom, others, commonSpaces);
  }

  /** Whether this local time belongs to the ward's night. */
  public boolean isNight(LocalTime time) {
    boolean afterNight = !time.isBefore(nightFrom);
    boolean beforeDay = time.isBefore(dayFrom);
    return nightFrom.isAfter(dayFrom) ? afterNight || beforeDay : afterNight && beforeDay;
  }
}
