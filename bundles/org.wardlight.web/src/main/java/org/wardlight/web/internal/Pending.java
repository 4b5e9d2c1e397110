package org.wardlight.web.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.rule.Deadline;

/**
 * What changed since the last delta: of each thing only its last state. Not thread-safe. More than
 * {@value #MOST_ALARMS} alarms or clocks in one delta are a flood: then it only says that
 * everything must be told anew.
 */
final class Pending {
  static final int MOST_ALARMS = 5_000;

  private final Map<Integer, PointValue> values = new LinkedHashMap<>();
  private final Map<String, Alarm> alarms = new LinkedHashMap<>();
  private final Map<String, Presence> presence = new LinkedHashMap<>();
  private final Set<Deadline> clocksBegan = new LinkedHashSet<>();
  private final Set<Deadline> clocksEnded = new LinkedHashSet<>();
  private final Map<String, DeviceState> devices = new LinkedHashMap<>();
  private final Map<String, LinkState> links = new LinkedHashMap<>();
  private final Map<String, Boolean> nights = new LinkedHashMap<>();
  private @Nullable Boolean journalWorks;
  private boolean flood;

  /** Staff presence in a room; null when it ended. */
  record Presence(String room, @Nullable Instant since) {}

  void value(PointValue value) {
    values.put(value.point().id(), value);
  }

  void alarm(Alarm alarm) {
    alarms.put(alarm.id(), alarm);
    limit(alarms.size());
  }

  void presence(Presence now) {
    presence.put(now.room(), now);
  }

  void began(Deadline clock) {
    clocksEnded.remove(clock);
    clocksBegan.add(clock);
    limit(clocksBegan.size());
  }

  void ended(Deadline clock) {
    clocksBegan.remove(clock);
    clocksEnded.add(clock);
    limit(clocksEnded.size());
  }

  void device(DeviceState now) {
    devices.put(now.device(), now);
  }

  void link(LinkState now) {
    links.put(now.connection(), now);
  }

  void night(String ward, boolean night) {
    nights.put(ward, night);
  }

  void journal(boolean works) {
    journalWorks = works;
  }

  private void limit(int size) {
    if (size > MOST_ALARMS) {
      flood = true;
      alarms.clear();
      clocksBegan.clear();
      clocksEnded.clear();
    }
  }

  /** Whether too much changed to be told as changes. */
  boolean flood() {
    return flood;
  }

  boolean isEmpty() {
    return values.isEmpty()
        && alarms.isEmpty()
        && presence.isEmpty()
        && clocksBegan.isEmpty()
        && clocksEnded.isEmpty()
        && devices.isEmpty()
        && links.isEmpty()
        && nights.isEmpty()
        && journalWorks == null;
  }

  List<PointValue> values() {
    return new ArrayList<>(values.values());
  }

  Iterable<Alarm> alarms() {
    return alarms.values();
  }

  Iterable<Presence> presence() {
    return presence.values();
  }

  Set<Deadline> clocksBegan() {
    return clocksBegan;
  }

  Set<Deadline> clocksEnded() {
    return clocksEnded;
  }

  Iterable<DeviceState> devices() {
    return devices.values();
  }

  Iterable<LinkState> links() {
    return links.values();
  }

  Map<String, Boolean> nights() {
    return nights;
  }

  @Nullable Boolean journalWorks() {
    return journalWorks;
  }
}
