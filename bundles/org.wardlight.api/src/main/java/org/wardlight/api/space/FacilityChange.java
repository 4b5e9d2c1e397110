package org.wardlight.api.space;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.point.Point;

/**
 * What differs between two facilities, for people: which parts came, went or changed. Holds neither
 * residents' names nor the values of options, which may be secrets.
 *
 * @param items by part, in the order of the configuration; empty if nothing differs
 */
public record FacilityChange(List<Item> items) {
  /** What an item is about. */
  public enum Part {
    FACILITY,
    KIND,
    WARD,
    ROOM,
    CONNECTION,
    DEVICE,
    POINT
  }

  /** What happened to it. */
  public enum Action {
    ADDED,
    REMOVED,
    CHANGED
  }

  /**
   * One part of the facility that is not what it was.
   *
   * @param id the part's id; a point's name
   * @param detail what of it, in English words; may be empty
   */
  public record Item(Part part, String id, Action action, String detail) {
    /** One line: {@code device 101-fc changed: connection}. */
    @Override
    public String toString() {
      String line = word(part) + " " + id + " " + word(action);
      return detail.isEmpty() ? line : line + ": " + detail;
    }
  }

  public FacilityChange {
    items = List.copyOf(items);
  }

  /** Compares two facilities. Ids of points do not count. */
  public static FacilityChange between(Facility before, Facility now) {
    Comparison comparison = new Comparison();
    Aspects whole = new Aspects();
    whole.compare("name", before.name(), now.name());
    whole.compare("time zone", before.zone(), now.zone());
    whole.compare("language", before.language(), now.language());
    whole.compare("alarm settings", before.alarms(), now.alarms());
    whole.compare("alarm settings", before.alarms(), now.alarms());
    comparison.changed(Part.FACILITY, now.id(), whole);
    comparison.maps(Part.KIND, before.kinds(), now.kinds(), (a, b) -> new Aspects().differ(a, b));
    comparison.maps(Part.WARD, wards(before), wards(now), FacilityChange::ward);
    comparison.maps(
        Part.ROOM,
        rooms(before),
        rooms(now),
        (a, b) -> room(a, b, before.wardOf(a.id()), now.wardOf(b.id())));
    comparison.maps(
        Part.CONNECTION, before.connections(), now.connections(), FacilityChange::connection);
    comparison.maps(Part.DEVICE, before.devices(), now.devices(), FacilityChange::device);
    // The points of a device that came or went came or went with it.
    Set<String> stayed = new HashSet<>(before.devices().keySet());
    stayed.retainAll(now.devices().keySet());
    comparison.maps(Part.POINT, points(before, stayed), points(now, stayed), FacilityChange::point);
    return new FacilityChange(comparison.items);
  }

  public boolean isEmpty() {
    return items.isEmpty();
  }

  /** All of it in one line: {@code 2 rooms added, 1 device changed}. */
  public String summary() {
    Map<Part, Map<Action, Long>> counts =
        items.stream()
            .collect(
                Collectors.groupingBy(
                    Item::part,
                    () -> new EnumMap<>(Part.class),
                    Collectors.groupingBy(
                        Item::action, () -> new EnumMap<>(Action.class), Collectors.counting())));
    List<String> words = new ArrayList<>();
    counts.forEach(
        (part, actions) ->
            actions.forEach(
                (action, count) ->
                    words.add(
                        part == Part.FACILITY
                            ? "facility changed"
                            : "%d %s%s %s"
                                .formatted(
                                    count, word(part), count == 1 ? "" : "s", word(action)))));
    return words.isEmpty() ? "nothing changed" : String.join(", ", words);
  }

  /** One line an item. */
  public List<String> lines() {
    return items.stream().map(Item::toString).toList();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Ward> wards(Facility facility) {
    return facility.wards().stream()
        .collect(Collectors.toMap(Ward::id, w -> w, (a, b) -> a, LinkedHashMap::new));
  }

  private static Map<String, Room> rooms(Facility facility) {
    return facility.wards().stream()
        .flatMap(ward -> ward.rooms().stream())
        .collect(Collectors.toMap(Room::id, r -> r, (a, b) -> a, LinkedHashMap::new));
  }

  private static Map<String, Point> points(Facility facility, Set<String> devices) {
    return facility.points().stream()
        .filter(point -> devices.contains(point.device()))
        .collect(Collectors.toMap(Point::name, p -> p, (a, b) -> a, LinkedHashMap::new));
  }

  private static Aspects ward(Ward before, Ward now) {
    Aspects aspects = new Aspects();
    aspects.compare("name", before.name(), now.name());
    aspects.compare("floor", before.floor(), now.floor());
    aspects.compare("day begins", before.dayFrom(), now.dayFrom());
    aspects.compare("night begins", before.nightFrom(), now.nightFrom());
    aspects.compare("common spaces", before.commonSpaces(), now.commonSpaces());
    return aspects;
  }

  private static Aspects room(
      Room before, Room now, @Nullable Ward wardBefore, @Nullable Ward wardNow) {
    Aspects aspects = new Aspects();
    aspects.compare(
        "ward", wardBefore == null ? "" : wardBefore.id(), wardNow == null ? "" : wardNow.id());
    aspects.compare("spaces", before.spaces(), now.spaces());
    aspects.compare("beds", beds(before).keySet(), beds(now).keySet());
    Map<String, Stay> was = stays(before);
    Map<String, Stay> is = stays(now);
    Set<String> residents = new TreeSet<>(was.keySet());
    residents.addAll(is.keySet());
    for (String id : residents) {
      Stay a = was.get(id);
      Stay b = is.get(id);
      if (a == null) {
        aspects.add("resident " + id + " moves in");
      } else if (b == null) {
        aspects.add("resident " + id + " moves out");
      } else {
        aspects.compare("care level of " + id, a.resident().level(), b.resident().level());
        aspects.compare("care plan of " + id, a.resident().plan(), b.resident().plan());
        aspects.compare("name of " + id, a.resident().name(), b.resident().name());
        aspects.compare("stay of " + id, a.from() + "/" + a.until(), b.from() + "/" + b.until());
      }
    }
    return aspects;
  }

  private static Map<String, Bed> beds(Room room) {
    return room.beds().stream()
        .collect(Collectors.toMap(Bed::id, b -> b, (a, b) -> a, LinkedHashMap::new));
  }

  private static Map<String, Stay> stays(Room room) {
    Map<String, Stay> stays = new LinkedHashMap<>();
    for (Bed bed : room.beds()) {
      Stay stay = bed.stay();
      if (stay != null) {
        stays.put(stay.resident().id(), stay);
      }
    }
    return stays;
  }

  private static Aspects connection(ConnectionSpec before, ConnectionSpec now) {
    Aspects aspects = new Aspects();
    aspects.compare("endpoint", before.endpoint(), now.endpoint());
    for (String option : union(before.options(), now.options())) {
      aspects.compare("option " + option, before.options().get(option), now.options().get(option));
    }
    return aspects;
  }

  private static Aspects device(Device before, Device now) {
    Aspects aspects = new Aspects();
    aspects.compare("type", before.type(), now.type());
    aspects.compare("connection", before.connection(), now.connection());
    aspects.compare("room", before.room(), now.room());
    return aspects;
  }

  private static Aspects point(Point before, Point now) {
    Aspects aspects = new Aspects();
    aspects.compare("kind", before.kind().id(), now.kind().id());
    aspects.compare("space", before.space(), now.space());
    aspects.compare("scan", before.scan(), now.scan());
    aspects.compare("writable", before.writable(), now.writable());
    aspects.compare("min", before.min(), now.min());
    aspects.compare("max", before.max(), now.max());
    aspects.compare("supervision", before.supervision(), now.supervision());
    for (String key : union(before.address(), now.address())) {
      aspects.compare(key, before.address().get(key), now.address().get(key));
    }
    return aspects;
  }

  private static Set<String> union(Map<String, ?> a, Map<String, ?> b) {
    Set<String> keys = new TreeSet<>(a.keySet());
    keys.addAll(b.keySet());
    return keys;
  }

  /** What of one part differs. */
  private static final class Aspects {
    private final Set<String> differing = new LinkedHashSet<>();
    private boolean differs;

    void compare(String aspect, @Nullable Object before, @Nullable Object now) {
      if (!Objects.equals(before, now)) {
        add(aspect);
      }
    }

    void add(String aspect) {
      differing.add(aspect);
      differs = true;
    }

    /** Compares as a whole, without saying what differs. */
    Aspects differ(Object before, Object now) {
      differs = !before.equals(now);
      return this;
    }
  }

  private static final class Comparison {
    private final List<Item> items = new ArrayList<>();

    void changed(Part part, String id, Aspects aspects) {
      if (aspects.differs) {
        items.add(new Item(part, id, Action.CHANGED, String.join(", ", aspects.differing)));
      }
    }

    <T> void maps(
        Part part, Map<String, T> before, Map<String, T> now, BiFunction<T, T, Aspects> compare) {
      now.forEach(
          (id, is) -> {
            T was = before.get(id);
            if (was == null) {
              items.add(new Item(part, id, Action.ADDED, ""));
            } else {
              changed(part, id, compare.apply(was, is));
            }
          });
      before.forEach(
          (id, was) -> {
            if (!now.containsKey(id)) {
              items.add(new Item(part, id, Action.REMOVED, ""));
            }
          });
    }
  }
}
