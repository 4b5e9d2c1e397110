package org.wardlight.alarm.internal;

import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wardlight.alarm.internal.WardBook.Walk;
import org.wardlight.api.alarm.Alarm;
import org.wardlight.api.alarm.Coverage;
import org.wardlight.api.alarm.Shelving;
import org.wardlight.api.alarm.Stations;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.field.DeviceObserver;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.PointObserver;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.Quality;
import org.wardlight.api.space.Bed;
import org.wardlight.api.space.CarePlan;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilitySource;
import org.wardlight.api.space.Room;
import org.wardlight.api.space.SpaceKind;
import org.wardlight.api.space.Stay;
import org.wardlight.api.space.Ward;
import org.wardlight.api.time.Lanes;

/**
 * Works out who is protected: for each watch, what stands between the resident and somebody who
 * hears of it. A watch counts as protecting only if nothing is known that speaks against it.
 */
final class CoverageBoard implements Coverage, PointObserver, DeviceObserver {
  private static final String RULE_FAILED = "rule.failed";
  private static final String RULES_REFUSED = "rules.refused";
  private static final String NO_RULES = "rules.none";

  /** The way of a call over bedside terminals. */
  static final String TERMINAL = "call.bedside";

  private final AnnouncedAlarms announced;
  private final FacilitySource facility;
  private final Stations stations;
  private final BedsideDesk bedside;
  private final Map<String, PointValue> values = new ConcurrentHashMap<>();
  private final Map<String, DeviceState> devices = new ConcurrentHashMap<>();

  /** What is to protect: its rule, empty for calls, and its points. */
  private record Wanted(String watch, String rule, List<Point> points) {
    boolean byRules() {
      return !rule.isEmpty();
    }
  }

  CoverageBoard(
      AnnouncedAlarms announced, FacilitySource facility, Stations stations, BedsideDesk bedside) {
    this.announced = announced;
    this.facility = facility;
    this.stations = stations;
    this.bedside = bedside;
  }

  @Override
  public void changed(PointValue now) {
    if (now.point().kind().safety()) {
      values.put(now.point().name(), now);
    }
  }

  @Override
  public void deviceChanged(DeviceState now) {
    devices.put(now.device(), now);
  }

  @Override
  public void linkChanged(LinkState now) {
    // A link that fails makes its devices fail.
  }

  /** Forgets what the facility no longer has. */
  void retain(Facility now) {
    values.keySet().removeIf(name -> now.point(name) == null);
    devices.keySet().retainAll(now.devices().keySet());
  }

  @Override
  public List<BedCoverage> board(String ward) {
    Facility now = facility.current();
    List<BedCoverage> board = new ArrayList<>();
    Ward one = now.ward(ward);
    if (one != null) {
      List<Point> outerDoors = outerDoors(now, one);
      for (Room room : one.rooms()) {
        for (Bed bed : room.beds()) {
          board.add(coverage(now, one, outerDoors, room, bed));
        }
      }
    }
    return board;
  }

  private BedCoverage coverage(
      Facility now, Ward ward, List<Point> outerDoors, Room room, Bed bed) {
    Stay stay = bed.stay();
    if (stay == null) {
      return new BedCoverage(ward.id(), room.id(), bed.id(), null, List.of(), List.of());
    }
    List<Point> points =
        now.pointsOf(room.id()).stream().filter(point -> !ofOtherBed(room, bed, point)).toList();
    List<Wanted> wanted = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    calls(room, points, wanted);
    rules(room, points, outerDoors, stay.resident().plan(), wanted, silent);
    List<WatchCoverage> watches = new ArrayList<>();
    for (Wanted one : wanted) {
      watches.add(new WatchCoverage(one.watch(), gaps(ward, room, bed, one)));
    }
    if (bedside.has(bed.id())) {
      watches.add(new WatchCoverage(TERMINAL, terminals(ward, room, bed)));
    }
    return new BedCoverage(ward.id(), room.id(), bed.id(), stay.resident().id(), watches, silent);
  }

  private static boolean ofOtherBed(Room room, Bed bed, Point point) {
    return room.beds().stream()
        .anyMatch(b -> !b.id().equals(bed.id()) && b.id().equals(point.space()));
  }

  private static List<Point> outerDoors(Facility now, Ward ward) {
    return now.points().stream()
        .filter(p -> p.ward().equals(ward.id()) && p.kind().id().equals(RuleWatch.OUTER_DOOR))
        .toList();
  }

  private static boolean hasBathroom(Room room) {
    return room.spaces().stream().anyMatch(s -> s.kind() == SpaceKind.BATHROOM);
  }

  /** The ways of a call: at the bed and in a bathroom there must be one. */
  private static void calls(Room room, List<Point> points, List<Wanted> wanted) {
    Map<String, List<Point>> calls = new LinkedHashMap<>();
    calls.put("call.bed", new ArrayList<>());
    if (hasBathroom(room)) {
      calls.put("call.bathroom", new ArrayList<>());
    }
    for (Point point : points) {
      PointKind.Call call = point.kind().raises();
      if (call != null) {
        calls.computeIfAbsent(call.kind(), kind -> new ArrayList<>()).add(point);
      }
    }
    calls.forEach((kind, of) -> wanted.add(new Wanted(kind, "", of)));
  }

  /** What rules watch for, and what they cannot for want of a sensor that nobody has ordered. */
  private static void rules(
      Room room,
      List<Point> points,
      List<Point> outerDoors,
      CarePlan plan,
      List<Wanted> wanted,
      List<String> silent) {
    for (RuleWatch watch : RuleWatch.ALL) {
      if ((watch.inBathroom() && !hasBathroom(room)) || !watch.wanted().test(plan)) {
        continue;
      }
      List<Point> needed = needed(watch, points);
      if (needed.isEmpty()) {
        needed = needed(watch, Stream.concat(points.stream(), outerDoors.stream()).toList());
      }
      if (watch.ordered() || !needed.isEmpty()) {
        wanted.add(new Wanted(watch.kind(), watch.rule(), needed));
      } else {
        silent.add(watch.kind());
      }
    }
  }

  private static List<Point> needed(RuleWatch watch, List<Point> there) {
    Set<String> kinds = watch.needed(there.stream().map(p -> p.kind().id()).collect(toSet()));
    return there.stream().filter(point -> kinds.contains(point.kind().id())).toList();
  }

  private List<Gap> gaps(Ward ward, Room room, Bed bed, Wanted wanted) {
    List<Gap> gaps = new ArrayList<>();
    sensors(wanted, gaps);
    heldBack(ward, room, bed, wanted, gaps);
    if (wanted.byRules()) {
      ruleFailed(ward, wanted, gaps);
    }
    shown(ward, gaps);
    return gaps;
  }

  /** A terminal is one more way of a call: it says itself whether it is there. */
  private List<Gap> terminals(Ward ward, Room room, Bed bed) {
    List<Gap> gaps = new ArrayList<>();
    bedside
        .away(bed.id())
        .forEach((name, since) -> gaps.add(new Gap(Cause.TERMINAL_AWAY, name, since)));
    heldBack(ward, room, bed, new Wanted(TERMINAL, "", List.of()), gaps);
    shown(ward, gaps);
    return gaps;
  }

  private void shown(Ward ward, List<Gap> gaps) {
    if (Integer.valueOf(0).equals(stations.connected().get(ward.id()))) {
      gaps.add(new Gap(Cause.NO_STATION, ward.id(), null));
    }
  }

  private void sensors(Wanted wanted, List<Gap> gaps) {
    if (wanted.points().isEmpty()) {
      gaps.add(new Gap(Cause.NO_SENSOR, "", null));
    }
    for (Point point : wanted.points()) {
      PointValue value = values.get(point.name());
      DeviceState device = devices.get(point.device());
      if (device != null && !device.answering()) {
        gaps.add(new Gap(Cause.DEVICE_DEAD, device.device(), device.since()));
      } else if (point.kind().safety() && (value == null || value.quality() != Quality.GOOD)) {
        // Other values may be missing for good reasons: a mat has no heart rate of an empty bed.
        Instant since = value == null ? null : value.qualitySince();
        gaps.add(new Gap(Cause.SENSOR_DOUBTFUL, point.name(), since));
      }
    }
  }

  private void heldBack(Ward ward, Room room, Bed bed, Wanted wanted, List<Gap> gaps) {
    Set<String> places = new LinkedHashSet<>(List.of(room.id(), bed.id()));
    Set<String> watched = new LinkedHashSet<>();
    for (Point point : wanted.points()) {
      places.add(point.space());
      watched.add(point.device());
    }
    WardState state = announced.ward(ward.id());
    for (Shelving shelving : state.book().shelvings().values()) {
      Alarm alarm = announced.find(shelving.subject());
      boolean here = places.contains(shelving.subject());
      boolean kind = shelving.kind().equals(wanted.watch());
      @Nullable Cause cause =
          switch (shelving.type()) {
            case ONE_ALARM ->
                kind && alarm != null && places.contains(alarm.space()) ? Cause.SHELVED : null;
            case BYPASS -> kind && here ? Cause.BYPASSED : null;
            case MAINTENANCE ->
                here || watched.contains(shelving.subject()) ? Cause.MAINTENANCE : null;
          };
      if (cause != null) {
        gaps.add(new Gap(cause, shelving.id(), shelving.from()));
      }
    }
    Walk walk = state.book().walkIn(room.id());
    if (walk != null && !wanted.byRules()) {
      gaps.add(new Gap(Cause.WALK_TEST, walk.id(), walk.from()));
    }
  }

  private void ruleFailed(Ward ward, Wanted wanted, List<Gap> gaps) {
    String rule = ward.id() + "/" + wanted.rule();
    for (WardAlarms.OpenAlarm open : announced.ward(Lanes.FACILITY).alarms().open().values()) {
      Alarm fault = open.alarm();
      boolean mine = fault.kind().equals(RULE_FAILED) && fault.space().equals(rule);
      boolean none = fault.kind().equals(RULES_REFUSED) && fault.reason().key().equals(NO_RULES);
      if (fault.conditionActive() && (mine || none)) {
        gaps.add(new Gap(Cause.RULE_FAILED, fault.space(), fault.since()));
      }
    }
  }
}
