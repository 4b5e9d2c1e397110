package org.wardlight.web.internal;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.wardlight.api.access.Role;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.Stations;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Ward;

/**
 * Tells the desk how many stations a ward has and what they were given. Only a nurse's screen
 * counts: nobody else can answer. Lives on the event loop.
 */
final class StationReports {
  private final Stations desk;
  private final Map<String, Integer> told = new HashMap<>();

  StationReports(Stations desk) {
    this.desk = desk;
  }

  /** Stations came, went, became live or show another ward. */
  void stations(Collection<Station> stations, Facility facility) {
    Set<String> wards = new HashSet<>();
    for (Ward ward : facility.wards()) {
      wards.add(ward.id());
      int count = 0;
      for (Station station : stations) {
        if (answers(station) && station.shows(ward.id())) {
          count++;
        }
      }
      Integer before = told.put(ward.id(), count);
      if (before == null || before != count) {
        desk.connected(ward.id(), count);
      }
    }
    told.keySet().retainAll(wards);
  }

  /** These alarms were sent to a station. */
  void delivered(Station station, Iterable<Alarm> alarms) {
    if (answers(station)) {
      for (Alarm alarm : alarms) {
        if (expected(alarm) && station.shows(alarm.ward())) {
          desk.delivered(alarm.id(), station.screen());
        }
      }
    }
  }

  /** What calls, and test calls: the protocol of a walk test asks whether a screen showed them. */
  private static boolean expected(Alarm alarm) {
    return alarm.calling() || alarm.handling().test() != null;
  }

  void seen(Station station, String alarmId) {
    if (answers(station)) {
      desk.seen(alarmId, station.screen(), station.user().name());
    }
  }

  private static boolean answers(Station station) {
    return station.live() && station.user().role() == Role.NURSE;
  }
}
