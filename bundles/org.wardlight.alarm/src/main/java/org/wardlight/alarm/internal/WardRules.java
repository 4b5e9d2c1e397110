package org.wardlight.alarm.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.wardlight.api.space.AlarmSettings;
import org.wardlight.api.space.AlarmSettings.Level;
import org.wardlight.api.space.AlarmSettings.Roster;
import org.wardlight.api.space.AlarmSettings.Shift;
import org.wardlight.api.space.Facility;

/**
 * What the configuration says to the machine of a ward.
 *
 * @param callKinds the alarm kinds that persons raise
 */
record WardRules(
    Roster roster,
    ZoneId zone,
    Duration comeBackAfter,
    Duration dutyEndsAfter,
    Set<String> callKinds) {

  static WardRules of(Facility facility, String ward) {
    AlarmSettings settings = facility.alarms();
    return new WardRules(
        settings.roster(ward),
        facility.zone(),
        settings.comeBackAfter(),
        settings.dutyEndsAfter(),
        facility.kinds().values().stream()
            .map(kind -> kind.raises())
            .filter(Objects::nonNull)
            .map(call -> call.kind())
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** The groups that are called one after the other at this time; empty for everybody at once. */
  List<Level> chain(Instant at) {
    Shift shift = roster.at(at, zone);
    return shift == null ? List.of() : shift.chain();
  }
}
