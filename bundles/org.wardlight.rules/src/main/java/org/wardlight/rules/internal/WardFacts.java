package org.wardlight.rules.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.rule.Daytime;
import org.wardlight.api.rule.DeviceFacts;
import org.wardlight.api.rule.HomeFacts;
import org.wardlight.api.rule.Reading;
import org.wardlight.api.rule.ResidentFacts;
import org.wardlight.api.rule.SensorFault;
import org.wardlight.api.rule.StaffPresence;
import org.wardlight.api.space.Bed;
import org.wardlight.api.space.Device;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Resident;
import org.wardlight.api.space.Room;
import org.wardlight.api.space.Ward;

/** Turns what is known of a ward into the facts that rules see. Belongs to the ward's lane. */
final class WardFacts {
  /** The point kind that says that staff is in the room. */
  static final String STAFF_PRESENCE = "staff.presence";

  /** What changes of a reading with the time of day and with care plans. */
  private static final String[] SETTING = {"daytime", "home", "resident"};

  private static final String DAYTIME = "daytime";

  private final String wardId;
  private final Clock clock;
  private final WardSession session;
  private Facility facility;
  private Ward ward;
  private List<Point> points;
  // Asked several times a second: the time of day is worked out only where it may have changed.
  private Instant daytimeFrom = Instant.MIN;
  private Instant daytimeUntil = Instant.MIN;
  // By room and by bed.
  private Map<String, HomeFacts> homes = Map.of();
  private Map<String, ResidentFacts> residents = Map.of();

  /** Where present values of points that are new come from; null for one that nobody knows. */
  @FunctionalInterface
  interface Values {
    @Nullable PointValue value(int point);
  }

  WardFacts(String wardId, Facility facility, Clock clock, WardSession session) {
    this.wardId = wardId;
    this.clock = clock;
    this.session = session;
    this.facility = facility;
    ward = ward(facility);
    points = points(facility);
  }

  private Ward ward(Facility from) {
    return Optional.ofNullable(from.ward(wardId)).orElseThrow();
  }

  private List<Point> points(Facility from) {
    return from.points().stream().filter(p -> p.ward().equals(wardId)).toList();
  }

  /** Adds what holds before anything is read: points without value, the time of day, residents. */
  void begin() {
    Daytime now = dayOrNight(clock.instant());
    session.put(DAYTIME, now);
    residents(now);
    points.forEach(point -> unread(point, now));
  }

  private void unread(Point point, Daytime daytime) {
    session.put(
        point.id(),
        new Reading(
            point.id(),
            point.kind().id(),
            point.room(),
            point.space(),
            Double.NaN,
            Quality.BAD,
            clock.instant(),
            daytime,
            homes.get(point.room()),
            residents.get(point.space())));
  }

  /** Another facility: what is gone or new or different is taken away, added or replaced. */
  void change(Facility now, Values values) {
    Set<Object> stays = new HashSet<>();
    List<Point> next = points(now);
    next.forEach(point -> stays.add(point.id()));
    for (Point point : points) {
      if (stays.add(point.id())) {
        List.of(point.id(), sensorKey(point), staffKey(point)).forEach(session::remove);
      }
    }
    for (Device device : facility.devices().values()) {
      Device other = now.devices().get(device.id());
      if (other == null || !other.room().equals(device.room())) {
        session.remove(deviceKey(device.id()));
      }
    }
    Set<String> beds = new HashSet<>();
    occupied(ward(now)).forEach(bed -> beds.add(bed.id()));
    for (Bed bed : occupied(ward)) {
      if (!beds.contains(bed.id())) {
        session.remove(bedKey(bed));
      }
    }
    List<Point> before = points;
    facility = now;
    ward = ward(now);
    points = next;
    Daytime daytime = dayOrNight(clock.instant());
    if (!daytime.equals(session.fact(DAYTIME))) {
      session.put(DAYTIME, daytime);
    }
    residents(daytime);
    settings(daytime);
    Set<Integer> known = new HashSet<>();
    before.forEach(point -> known.add(point.id()));
    for (Point point : next) {
      if (!known.contains(point.id())) {
        unread(point, daytime);
        PointValue value = values.value(point.id());
        if (value != null) {
          point(value);
        }
      }
    }
  }

  /** Re-evaluates the time of day; returns whether it changed. */
  boolean daytime() {
    Instant at = clock.instant();
    if (!at.isBefore(daytimeFrom) && at.isBefore(daytimeUntil)) {
      return false;
    }
    Daytime now = dayOrNight(at);
    if (now.equals(session.fact(DAYTIME))) {
      return false;
    }
    session.put(DAYTIME, now);
    residents(now);
    settings(now);
    return true;
  }

  private Daytime dayOrNight(Instant at) {
    Daytime now = Daytimes.at(at, ward, facility.zone());
    daytimeFrom = now.since();
    daytimeUntil = Daytimes.until(at, ward, facility.zone());
    return now;
  }

  private void residents(Daytime daytime) {
    homes = new HashMap<>();
    residents = new HashMap<>();
    for (Room room : ward.rooms()) {
      List<ResidentFacts> live = new ArrayList<>();
      for (Bed bed : room.beds()) {
        if (bed.stay() != null) {
          Resident who = bed.stay().resident();
          ResidentFacts facts =
              new ResidentFacts(
                  who.id(),
                  room.id(),
                  bed.id(),
                  who.level(),
                  who.plan(),
                  daytime.night(),
                  Daytimes.next(daytime.since(), who.plan().risesBy(), facility.zone()));
          if (!facts.equals(session.fact(bedKey(bed)))) {
            session.put(bedKey(bed), facts);
          }
          residents.put(bed.id(), facts);
          live.add(facts);
        }
      }
      if (!live.isEmpty()) {
        homes.put(room.id(), HomeFacts.of(live));
      }
    }
  }

  /** Has every reading come with what counts now. */
  private void settings(Daytime daytime) {
    for (Point point : points) {
      if (session.fact(point.id()) instanceof Reading before) {
        Reading now = before.with(daytime, homes.get(point.room()), residents.get(point.space()));
        if (!now.equals(before)) {
          session.put(point.id(), now, SETTING);
        }
      }
    }
  }

  private static List<Bed> occupied(Ward ward) {
    return ward.rooms().stream()
        .flatMap(room -> room.beds().stream())
        .filter(bed -> bed.stay() != null)
        .toList();
  }

  void point(PointValue value) {
    Point point = value.point();
    WardSession.Held held = session.held(point.id());
    if (held == null || !(held.fact() instanceof Reading before)) {
      return;
    }
    if (point.kind().safety() && !point.kind().output()) {
      sensor(value);
    }
    Reading now = before.with(value.value(), value.quality(), value.since());
    String[] changed = ChangedProperties.between(before, now);
    if (changed.length == 0) {
      return;
    }
    session.put(held, now, changed);
    if (before.kind().equals(STAFF_PRESENCE)) {
      staff(value);
    }
  }

  private void sensor(PointValue value) {
    Point point = value.point();
    if (value.quality() == Quality.GOOD || value.quality() == Quality.UNCERTAIN) {
      if (session.sensorFaults() > 0) {
        session.remove(sensorKey(point));
      }
      return;
    }
    Integer key = sensorKey(point);
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
    String key = staffKey(value.point());
    boolean known = value.quality() == Quality.GOOD || value.quality() == Quality.UNCERTAIN;
    if (known && value.value() != 0) {
      session.put(key, new StaffPresence(value.point().room(), value.since()));
    } else {
      session.remove(key);
    }
  }

  void device(DeviceState state, String connection, String room) {
    session.put(
        deviceKey(state.device()),
        new DeviceFacts(
            state.device(),
            connection,
            room,
            state.answering(),
            state.reason().name(),
            state.detail(),
            state.since()));
  }

  /** No reading has a negative key. */
  private static Integer sensorKey(Point point) {
    return ~point.id();
  }

  private static String bedKey(Bed bed) {
    return "bed " + bed.id();
  }

  private static String staffKey(Point point) {
    return "staff " + point.id();
  }

  private static String deviceKey(String device) {
    return "device " + device;
  }
}
