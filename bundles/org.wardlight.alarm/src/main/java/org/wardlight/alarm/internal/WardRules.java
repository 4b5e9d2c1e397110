package org.wardlight.alarm.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.wardlight.api.space.AlarmSettings;
import org.wardlight.api.space.AlarmSettings.Level;
import org.wardlight.api.space.AlarmSettings.Roster;
import org.wardlight.api.space.AlarmSettings.Shift;
import org.wardlight.api.space.Facility;

/** What the configuration says to the machine of a ward. */
final class WardRules {
  private static final int REMEMBERED = 1_000;

  private final Roster roster;
  private final ZoneId zone;
  private final Duration comeBackAfter;
  private final Duration dutyEndsAfter;
  private final Set<String> callKinds;

  /** Each open alarm is asked for its shift at every step: local times are worked out but once. */
  private final Map<Instant, List<Level>> chains = new ConcurrentHashMap<>();

  /**
   * @param callKinds the alarm kinds that persons raise
   */
  WardRules(
      Roster roster,
      ZoneId zone,
      Duration comeBackAfter,
      Duration dutyEndsAfter,
      Set<String> callKinds) {
    this.roster = roster;
    this.zone = zone;
    this.comeBackAfter = comeBackAfter;
    this.dutyEndsAfter = dutyEndsAfter;
    this.callKinds = Set.copyOf(callKinds);
  }

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

  Roster roster() {
    return roster;
  }

  Duration comeBackAfter() {
    return comeBackAfter;
  }

  Duration dutyEndsAfter() {
    return dutyEndsAfter;
  }

  Set<String> callKinds() {
    return callKinds;
  }

  /** The groups that are called one after the other at this time; empty for everybody at once. */
  List<Level> chain(Instant at) {
    if (roster.shifts().isEmpty()) {
      return List.of();
    }
    if (chains.size() >= REMEMBERED) {
      chains.clear();
    }
    return chains.computeIfAbsent(at, this::workedOut);
  }

  private List<Level> workedOut(Instant at) {
    Shift shift = roster.at(at, zone);
    return shift == null ? List.of() : shift.chain();
  }
}
