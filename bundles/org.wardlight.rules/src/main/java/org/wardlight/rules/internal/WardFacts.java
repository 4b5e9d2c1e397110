package org.wardlight.rules.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.rule.Daytime;
import org.wardlight.api.rule.DeviceFacts;
import org.wardlight.api.rule.Reading;
import org.wardlight.api.rule.ResidentFacts;
import org.wardlight.api.rule.SensorFault;
import org.wardlight.api.rule.StaffPresence;
import org.wardlight.api.space.Bed;
import org.wardlight.api.space.Resident;
import org.wardlight.api.space.Room;
import org.wardlight.api.space.Ward;

/** Turns what is known of a ward into the facts that rules see. Belongs to the ward's lane. */
final class WardFacts {
  /** The point kind that says that staff is in the room. */
  static final String STAFF_PRESENCE = "staff.presence";

  private static final String[] VALUE = {"value", "on", "off", "known", "since", "quality"};
  private static final String[] QUALITY = {"quality"};
  private static final String DAYTIME = "daytime";

  private final Ward ward;
  private final ZoneId zone;
  private final Clock clock;
  private final WardSession session;
  private final Set<SensorKey> unread = new HashSet<>();

  WardFacts(Ward ward, ZoneId zone, Clock clock, WardSession session) {
    this.ward = ward;
    this.zone = zone;
    this.clock = clock;
    this.session = session;
  }

  /** Adds what holds before anything is read: points without value, the time of day, residents. */
  void begin(List<Point> points) {
    Instant now = clock.instant();
    for (Point point : points) {
      session.put(
          point.id(),
          new Reading(
              point.id(),
              point.kind().id(),
              point.room(),
              point.space(),
              Double.NaN,
              Quality.BAD,
              now));
    }
    daytime();
  }

  /** Re-evaluates the time of day; returns whether it changed. */
  boolean daytime() {
    Daytime now = Daytimes.at(clock.instant(), ward, zone);
    if (now.equals(session.fact(DAYTIME))) {
      return false;
    }
    session.put(DAYTIME, now);
    residents(now.night());
    return true;
  }

  private void residents(boolean night) {
    for (Room room : ward.rooms()) {
      for (Bed bed : room.beds()) {
        if (bed.stay() != null) {
          Resident who = bed.stay().resident();
          session.put(
              "bed " + bed.id(),
              new ResidentFacts(who.id(), room.id(), bed.id(), who.level(), who.plan(), night));
        }
      }
    }
  }

  void point(PointValue value) {
    Point point = value.point();
    if (!(session.fact(point.id()) instanceof Reading before)) {
      return;
    }
    if (point.kind().safety() && !point.kind().output()) {
      sensor(value);
    }
    boolean sameValue =
        Double.compare(before.value(), value.value()) == 0 && before.since().equals(value.since());
    if (sameValue && before.quality() == value.quality()) {
      return;
    }
    session.put(
        point.id(),
        new Reading(
            point.id(),
            before.kind(),
            before.room(),
            before.space(),
            value.value(),
            value.quality(),
            value.since()),
        sameValue ? QUALITY : VALUE);
    if (before.kind().equals(STAFF_PRESENCE)) {
      staff(value);
    }
  }

  private void sensor(PointValue value) {
    Point point = value.point();
    SensorKey key = new SensorKey(point.id());
    if (value.quality() == Quality.GOOD || value.quality() == Quality.UNCERTAIN) {
      if (unread.remove(key)) {
        session.remove(key);
      }
      return;
    }
    unread.add(key);
    // From bad to stale, or for another reason: it still began when it began.
    Instant since =
        session.fact(key) instanceof SensorFault before ? before.since() : value.qualitySince();
    SensorFault fault =
        new SensorFault(
            point.id(),
            point.kind().id(),
            point.room(),
            point.space(),
            point.device(),
            value.reason().name(),
            since);
    if (!fault.equals(session.fact(key))) {
      session.put(key, fault);
    }
  }

  /** Presence silences alarms, so it must be known, not remembered: it ends with its quality. */
  private void staff(PointValue value) {
    String key = "staff " + value.point().id();
    boolean known = value.quality() == Quality.GOOD || value.quality() == Quality.UNCERTAIN;
    if (known && value.value() != 0) {
      session.put(key, new StaffPresence(value.point().room(), value.since()));
    } else {
      session.remove(key);
    }
  }

  void device(DeviceState state, String connection, String room) {
    session.put(
        "device " + state.device(),
        new DeviceFacts(
            state.device(),
            connection,
            room,
            state.answering(),
            state.reason().name(),
            state.detail(),
            state.since()));
  }

  private record SensorKey(int point) {}
}
