package org.wardlight.api.space;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How calls reach people: {@code alarms.yaml}.
 *
 * @param comeBackAfter an accepted alarm that nobody attends calls again after this time
 * @param noStationAfter a ward that no station shows for so long has a technical alarm
 * @param dutyEndsAfter who forgot to go off duty is off duty after this time
 * @param rosters by ward; a ward without one calls everybody at once
 */
public record AlarmSettings(
    Duration comeBackAfter,
    Duration noStationAfter,
    Duration dutyEndsAfter,
    Map<String, Roster> rosters) {
  public static final AlarmSettings DEFAULT =
      new AlarmSettings(
          Duration.ofMinutes(3), Duration.ofSeconds(60), Duration.ofHours(13), Map.of());

  public AlarmSettings {
    positive("comeBackAfter", comeBackAfter);
    positive("noStationAfter", noStationAfter);
    positive("dutyEndsAfter", dutyEndsAfter);
    rosters = Map.copyOf(rosters);
  }

  private static void positive(String name, Duration d) {
    if (d.isNegative() || d.isZero()) {
      throw new IllegalArgumentException(name + " must be positive, not " + d);
    }
  }

  /** The ward's roster; one without shifts if it has none. */
  public Roster roster(String ward) {
    return rosters.getOrDefault(ward, Roster.NONE);
  }

  /** The shifts of a ward. */
  public record Roster(List<Shift> shifts) {
    public static final Roster NONE = new Roster(List.of());

    public Roster {
      shifts = List.copyOf(shifts);
    }

    /**
     * The shift at a time: the one that began last, by local time. In the night in which an hour
     * occurs twice, a shift begins at its first occurrence; where its time does not occur, it
     * begins as much later. Null if there are no shifts.
     */
    public @Nullable Shift at(Instant time, ZoneId zone) {
      LocalDate today = time.atZone(zone).toLocalDate();
      Shift current = null;
      Instant begun = Instant.MIN;
      for (LocalDate day : List.of(today.minusDays(1), today)) {
        for (Shift shift : shifts) {
          Instant begins = day.atTime(shift.from()).atZone(zone).toInstant();
          if (!begins.isAfter(time) && begins.isAfter(begun)) {
            current = shift;
            begun = begins;
          }
        }
      }
      return current;
    }

    /** The names of all groups, in the order of the shifts. */
    public Set<String> groups() {
      Set<String> groups = new LinkedHashSet<>();
      shifts.forEach(shift -> shift.chain().forEach(level -> groups.add(level.group())));
      return groups;
    }
  }

  /**
   * A shift.
   *
   * @param from local time at which it begins; it lasts until the next one begins
   * @param chain the groups in the order in which they are called; everybody after the last one
   */
  public record Shift(String name, LocalTime from, List<Level> chain) {
    public Shift {
      chain = List.copyOf(chain);
    }
  }

  /**
   * A group in a chain.
   *
   * @param standing it is called whether or not somebody is on duty in it (a pager, a whole team)
   * @param delay how long it is called before the next one is
   */
  public record Level(String group, boolean standing, Duration delay) {
    public Level {
      positive("delay", delay);
    }
  }
}
