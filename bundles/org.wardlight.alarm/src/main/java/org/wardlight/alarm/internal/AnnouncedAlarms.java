package org.wardlight.alarm.internal;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.wardlight.alarm.internal.WardAlarms.OpenAlarm;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.AlarmEvent;
import org.wardlight.api.alarm.AlarmEvent.Presence;

/** What was announced. Read by any thread, changed by one at a time. */
final class AnnouncedAlarms {
  /** How many closed alarms are kept to be looked at. */
  static final int CLOSED = 1_000;

  private static final Comparator<Alarm> ORDER =
      Comparator.<Alarm>comparingInt(alarm -> alarm.alarmClass().priority())
          .thenComparing(Alarm::raisedAt)
          .thenComparing(Alarm::id);

  private final Map<String, WardState> wards = new ConcurrentHashMap<>();
  private final Map<String, Alarm> open = new ConcurrentHashMap<>();
  private final Map<String, Instant> present = new ConcurrentHashMap<>();
  private final Map<String, Alarm> closed =
      Collections.synchronizedMap(
          new LinkedHashMap<String, Alarm>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Alarm> eldest) {
              return size() > CLOSED;
            }
          });
  private final LoadLog load = new LoadLog();

  /** Begins with what a snapshot holds. */
  void restore(DeskImage image) {
    wards.putAll(image.wards());
    for (WardState ward : image.wards().values()) {
      present.putAll(ward.alarms().present());
      for (OpenAlarm one : ward.alarms().open().values()) {
        open.put(one.alarm().id(), one.alarm());
      }
    }
    image.closed().forEach(alarm -> closed.put(alarm.id(), alarm));
    image.load().forEach(load::add);
  }

  /** Brings times back to a clock that went back with the restart; before anything else. */
  void notLaterThan(Instant now) {
    wards.keySet().forEach(ward -> notLaterThan(ward, now));
  }

  /** The same for one ward. */
  void notLaterThan(String ward, Instant now) {
    WardState back = ward(ward).notLaterThan(now);
    wards.put(ward, back);
    back.alarms().open().forEach((id, one) -> open.put(id, one.alarm()));
  }

  /** All of it as one value. */
  DeskImage image() {
    synchronized (closed) {
      return new DeskImage(Map.copyOf(wards), List.copyOf(closed.values()), load.entries());
    }
  }

  void apply(AlarmEvent event, @Nullable Alarm after) {
    wards.put(event.ward(), ward(event.ward()).with(event));
    load.apply(event);
    if (event instanceof Presence presence) {
      if (presence.present()) {
        present.put(presence.room(), presence.at());
      } else {
        present.remove(presence.room());
      }
    }
    if (after != null) {
      put(after);
    }
  }

  void put(Alarm alarm) {
    if (alarm.open()) {
      open.put(alarm.id(), alarm);
    } else {
      closed.put(alarm.id(), alarm);
      open.remove(alarm.id());
    }
  }

  /** The ward as far as it was announced. */
  WardState ward(String id) {
    return wards.getOrDefault(id, WardState.EMPTY);
  }

  Map<String, WardState> wards() {
    return Collections.unmodifiableMap(wards);
  }

  LoadLog load() {
    return load;
  }

  List<Alarm> open() {
    return open.values().stream().sorted(ORDER).toList();
  }

  @Nullable Alarm find(String id) {
    Alarm alarm = open.get(id);
    return alarm != null ? alarm : closed.get(id);
  }

  /** No copy: it is asked for with each announcement. */
  Map<String, Instant> present() {
    return Collections.unmodifiableMap(present);
  }
}
