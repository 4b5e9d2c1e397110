package org.wardlight.facility.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.ScanClass;
import org.wardlight.api.point.ValueType;
import org.wardlight.facility.internal.DeviceType.Protocol;
import org.wardlight.facility.internal.DeviceType.TypePoint;
import org.wardlight.facility.internal.PointKinds.Kind;
import org.wardlight.facility.internal.Yaml.Place;

/** Reads {@code types/*.yaml}. */
final class DeviceTypes {
  private static final Set<String> TYPE_KEYS = Set.of("type", "protocol", "description", "points");
  private static final Set<String> POINT_KEYS =
      Set.of("kind", "bed", "scan", "writable", "min", "max");
  private static final Set<String> BIT_TABLES = Set.of("coil", "discrete-input");

  private final Map<String, Kind> kinds;
  private final @Nullable Set<String> knownKinds;
  private final Map<String, Protocol> protocols;
  private final Map<String, DeviceType> types = new LinkedHashMap<>();

  /**
   * Reads types whose points are of these kinds.
   *
   * @param knownKinds also those that could not be read: naming one is no further mistake; null if
   *     their file could not be read at all
   */
  DeviceTypes(
      Map<String, Kind> kinds, @Nullable Set<String> knownKinds, Map<String, Protocol> protocols) {
    this.kinds = kinds;
    this.knownKinds = knownKinds;
    this.protocols = protocols;
  }

  /** The protocols that the schema of device types knows. */
  static Map<String, Protocol> protocols(@Nullable JsonNode schema) {
    Map<String, Protocol> protocols = new LinkedHashMap<>();
    if (schema != null) {
      schema
          .path("x-protocols")
          .properties()
          .forEach(
              entry -> {
                JsonNode protocol = entry.getValue();
                protocols.put(
                    entry.getKey(),
                    new Protocol(
                        entry.getKey(),
                        words(protocol.path("schemes")),
                        words(protocol.path("device"))));
              });
    }
    return protocols;
  }

  private static Set<String> words(JsonNode list) {
    Set<String> words = new LinkedHashSet<>();
    list.forEach(word -> words.add(word.asText()));
    return words;
  }

  Map<String, DeviceType> types() {
    return types;
  }

  /** Reads one file; its name without {@code .yaml} must be the type's id. */
  void add(Section file, String fileName) {
    String id = file.text("type");
    if (id != null && !id.equals(fileName)) {
      file.problem(
          file.valueAt("type"),
          "the type `%s` stands in %s.yaml: rename one of them".formatted(id, fileName));
    }
    Protocol protocol = protocols.get(String.valueOf(file.text("protocol")));
    if (protocol == null) {
      return; // the schema has reported it
    }
    List<TypePoint> points = new ArrayList<>();
    file.sections("points")
        .forEach(
            (name, section) -> {
              TypePoint point = point(name, section);
              if (point != null) {
                points.add(point);
              }
            });
    Section all = file.section("points");
    Set<String> names = all == null ? Set.of() : all.keys();
    if (all != null) {
      Supervisions.checkDependencies(all, points);
    }
    Map<String, Object> settings = file.plain();
    settings.keySet().removeAll(TYPE_KEYS);
    types.put(fileName, new DeviceType(fileName, protocol, settings, points, names));
  }

  private @Nullable TypePoint point(String name, Section section) {
    String kindId = section.text("kind");
    ScanClass scan = section.word("scan", ScanClass.class);
    if (kindId == null || scan == null) {
      return null;
    }
    Kind kind = kinds.get(kindId);
    if (kind == null) {
      section.known("kind", "point kind", knownKinds);
      return null;
    }
    if (kind.kind().safety() && scan != ScanClass.SAFETY) {
      section.problem(
          section.valueAt("scan"), "`" + kindId + "` is a safety kind: write `scan: safety`");
    }
    boolean writable = section.flag("writable");
    checkOutput(section, kind.kind(), writable);
    Bounds bounds = Bounds.of(section, kind.kind(), writable);
    return new TypePoint(
        name,
        kind,
        bed(section, kind),
        scan,
        writable,
        bounds.min,
        bounds.max,
        Supervisions.read(section, kind.kind(), kind.supervision()),
        address(section));
  }

  private static int bed(Section section, Kind kind) {
    if (!kind.ofBed()) {
      if (section.has("bed")) {
        section.problem(
            section.at("bed"), "`" + kind.kind().id() + "` does not belong to a bed: remove `bed`");
      }
      return 0;
    }
    Double bed = section.number("bed");
    return bed == null ? 1 : bed.intValue();
  }

  private static void checkOutput(Section section, PointKind kind, boolean writable) {
    if (kind.output() && !writable) {
      Place at = section.has("writable") ? section.valueAt("writable") : section.valueAt("kind");
      section.problem(at, "`" + kind.id() + "` is an output: the point needs `writable: true`");
    }
    if (!kind.output() && writable) {
      section.problem(
          section.valueAt("writable"),
          "`"
              + kind.id()
              + "` is not an output: remove `writable` or give the kind `output: true`");
    }
  }

  /** The driver's own part of a point, whatever key it stands under. */
  private static Map<String, Object> address(Section section) {
    Map<String, Object> address = new LinkedHashMap<>();
    for (String key : section.keys()) {
      if (!POINT_KEYS.contains(key) && !Supervisions.KEYS.contains(key)) {
        Section part = section.section(key);
        if (part != null) {
          address.putAll(part.plain());
        }
      }
    }
    if (BIT_TABLES.contains(String.valueOf(address.get("table")))) {
      address.put("type", "bool");
    }
    return address;
  }

  /** The range of a point's values; truth values and states have theirs by nature. */
  private record Bounds(@Nullable Double min, @Nullable Double max) {
    static Bounds of(Section section, PointKind kind, boolean writable) {
      Double min = section.number("min");
      Double max = section.number("max");
      if (kind.type() == ValueType.TEXT) {
        return new Bounds(null, null);
      }
      if (kind.type() != ValueType.NUMBER) {
        double greatest = kind.type() == ValueType.BOOLEAN ? 1 : kind.states().size() - 1;
        outside(section, "min", min, greatest);
        outside(section, "max", max, greatest);
        min = min == null ? 0 : min;
        max = max == null ? greatest : max;
      } else if (writable) {
        for (String key : List.of("min", "max")) {
          if (!section.has(key)) {
            section.problem(
                section.valueAt("writable"),
                "a writable point needs bounds: `" + key + "` is missing");
          }
        }
      }
      if (min != null && max != null && min >= max) {
        section.problem(section.valueAt("min"), "`min` must be less than `max`");
      }
      return new Bounds(min, max);
    }

    private static void outside(
        Section section, String key, @Nullable Double value, double greatest) {
      if (value != null && (value < 0 || value > greatest)) {
        section.problem(
            section.valueAt(key),
            "`%s` lies outside the kind's values, which are 0 to %.0f".formatted(key, greatest));
      }
    }
  }
}
