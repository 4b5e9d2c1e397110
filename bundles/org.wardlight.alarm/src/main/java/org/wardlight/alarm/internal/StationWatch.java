package org.wardlight.alarm.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardlight.alarm.internal.WardAlarms.OpenAlarm;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.alarm.Stations;
import org.wardlight.api.rule.Condition;
import org.wardlight.api.space.FacilitySource;
import org.wardlight.api.time.Timers;

/** Which wards are shown on a screen, and which alarms were. */
final class StationWatch implements Stations {
  private final Wards wards;
  private final AnnouncedAlarms announced;
  private final FacilitySource facility;
  private final Clock clock;
  private final Timers timers;
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<String, Instant> missingSince = new HashMap<>();

  StationWatch(
      Wards wards, AnnouncedAlarms announced, FacilitySource facility, Clock clock, Timers timers) {
    this.wards = wards;
    this.announced = announced;
    this.facility = facility;
    this.clock = clock;
    this.timers = timers;
  }

  @Override
  public synchronized void connected(String ward, int count) {
    Integer before = counts.put(ward, count);
    if (count > 0) {
      missingSince.remove(ward);
      if (before == null || before == 0) {
        wards.give(
            ward, new Input.Conditions(false, List.of(), List.of(missing(ward, clock.instant()))));
      }
    } else if (before == null || before > 0) {
      Instant since = clock.instant();
      missingSince.put(ward, since);
      Timers.Timer unused =
          timers.after(
              facility.current().alarms().noStationAfter(), () -> stillMissing(ward, since));
    }
  }

  private synchronized void stillMissing(String ward, Instant since) {
    if (since.equals(missingSince.get(ward))) {
      wards.give(ward, new Input.Conditions(false, List.of(missing(ward, since)), List.of()));
    }
  }

  private static Condition missing(String ward, Instant since) {
    return new Condition(
        Notes.NO_STATION,
        AlarmClass.TECHNICAL,
        "",
        ward,
        since,
        new Reason(Notes.NO_STATION, Map.of("ward", ward)));
  }

  @Override
  public synchronized Map<String, Integer> connected() {
    return Map.copyOf(counts);
  }

  @Override
  public void delivered(String alarmId, String screen) {
    OpenAlarm open = open(alarmId);
    if (open != null && !open.delivered().contains(screen)) {
      wards.give(open.alarm().ward(), new Input.Delivered(alarmId, screen));
    }
  }

  @Override
  public void seen(String alarmId, String screen, String user) {
    OpenAlarm open = open(alarmId);
    if (open != null && !open.seen().contains(screen)) {
      wards.give(open.alarm().ward(), new Input.Seen(alarmId, screen, user));
    }
  }

  private @Nullable OpenAlarm open(String alarmId) {
    Alarm alarm = announced.find(alarmId);
    return alarm == null ? null : announced.ward(alarm.ward()).alarms().open().get(alarmId);
  }
}
