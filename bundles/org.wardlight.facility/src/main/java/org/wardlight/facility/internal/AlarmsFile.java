package org.wardlight.facility.internal;

import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.space.AlarmSettings;
import org.wardlight.api.space.AlarmSettings.Level;
import org.wardlight.api.space.AlarmSettings.Roster;
import org.wardlight.api.space.AlarmSettings.Shift;

/** Reads {@code alarms.yaml}: how calls are passed on, and by whom in which shift. */
final class AlarmsFile {
  private final Section file;
  private final Map<String, Boolean> standing = new LinkedHashMap<>();

  private AlarmsFile(Section file) {
    this.file = file;
    file.sections("groups").forEach((group, of) -> standing.put(group, of.flag("standing")));
  }

  /**
   * The settings; the defaults for what the file does not say, and if there is none.
   *
   * @param wards the names of all ward files, also of those that cannot be read
   */
  static AlarmSettings read(@Nullable Section file, Set<String> wards) {
    return file == null ? AlarmSettings.DEFAULT : new AlarmsFile(file).read(wards);
  }

  private AlarmSettings read(Set<String> known) {
    Map<String, Roster> rosters = new LinkedHashMap<>();
    Section rosterSection = file.section("wards");
    if (rosterSection != null) {
      rosterSection
          .sections()
          .forEach(
              (ward, shifts) -> {
                if (!known.contains(ward)) {
                  rosterSection.problem(
                      rosterSection.at(ward),
                      "unknown ward `" + ward + "`" + DidYouMean.among(ward, known));
                }
                rosters.put(ward, roster(shifts));
              });
    }
    AlarmSettings defaults = AlarmSettings.DEFAULT;
    return new AlarmSettings(
        duration("come-back-after", defaults.comeBackAfter()),
        duration("no-station-after", defaults.noStationAfter()),
        duration("duty-ends-after", defaults.dutyEndsAfter()),
        rosters);
  }

  private Duration duration(String key, Duration otherwise) {
    Duration given = file.duration(key);
    return given == null ? otherwise : given;
  }

  private Roster roster(Section shifts) {
    List<Shift> all = new ArrayList<>();
    Set<LocalTime> begins = new HashSet<>();
    shifts
        .sections()
        .forEach(
            (name, shift) -> {
              LocalTime from = time(shift);
              if (from != null) {
                if (!begins.add(from)) {
                  shift.problem(shift.valueAt("from"), "two shifts begin at " + from);
                }
                all.add(new Shift(name, from, chain(shift.section("chain"))));
              }
            });
    return new Roster(all);
  }

  private static @Nullable LocalTime time(Section shift) {
    String text = shift.text("from");
    try {
      return text == null ? null : LocalTime.parse(text);
    } catch (DateTimeParseException e) {
      shift
          .problems()
          .addUnlessKnown(
              shift.file(), shift.valueAt("from"), "expected a time of day such as \"06:00\"");
      return null;
    }
  }

  private List<Level> chain(@Nullable Section chain) {
    List<Level> levels = new ArrayList<>();
    if (chain != null) {
      for (String group : chain.keys()) {
        Boolean always = standing.get(group);
        Duration delay = chain.duration(group);
        if (always == null) {
          chain.problem(
              chain.at(group),
              "unknown group `" + group + "`" + DidYouMean.among(group, standing.keySet()));
        } else if (delay != null) {
          levels.add(new Level(group, always, delay));
        }
      }
    }
    return levels;
  }
}
