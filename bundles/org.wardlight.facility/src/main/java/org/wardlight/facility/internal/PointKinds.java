package org.wardlight.facility.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.point.PointKind;
import org.wardlight.api.point.PointKind.Call;
import org.wardlight.api.point.Supervision;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.space.SpaceKind;

/** Reads {@code point-kinds.yaml}. */
final class PointKinds {
  private static final Duration RECORD_NUMBERS_EVERY = Duration.ofSeconds(30);
  private static final Duration RECORD_OTHERS_EVERY = Duration.ofMinutes(15);

  /**
   * A kind of point.
   *
   * @param ofBed whether its points belong to one bed rather than to the space
   * @param ofDevice whether its points tell of the device itself, wherever that stands
   * @param supervision how its points are watched unless their type says otherwise
   */
  record Kind(PointKind kind, boolean ofBed, boolean ofDevice, Supervision supervision) {}

  private PointKinds() {}

  static Map<String, Kind> read(Section file) {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    file.sections()
        .forEach(
            (id, section) -> {
              Kind kind = kind(id, section);
              if (kind != null) {
                kinds.put(id, kind);
              }
            });
    return kinds;
  }

  private static @Nullable Kind kind(String id, Section section) {
    boolean ofBed = "bed".equals(section.text("space"));
    boolean ofDevice = "device".equals(section.text("space"));
    // What tells of a device has no place of its own; its points take the first one of the device.
    SpaceKind space =
        ofBed
            ? SpaceKind.BEDROOM
            : ofDevice ? SpaceKind.ENTRANCE : section.word("space", SpaceKind.class);
    ValueType type = section.word("type", ValueType.class);
    if (space == null || type == null || id.isBlank()) {
      return null;
    }
    String unit = section.has("unit") ? section.text("unit") : "";
    List<String> states = section.texts("states");
    Duration every =
        section.has("record-every")
            ? section.duration("record-every")
            : type == ValueType.NUMBER ? RECORD_NUMBERS_EVERY : RECORD_OTHERS_EVERY;
    boolean nameless = type == ValueType.STATE && states.isEmpty();
    if (unit == null || every == null || nameless) {
      return null;
    }
    boolean safety = section.flag("safety");
    boolean output = section.flag("output");
    Section raises = section.section("raises");
    PointKind kind =
        new PointKind(
            id,
            space,
            type,
            unit,
            states,
            safety,
            output,
            raises == null ? null : call(raises),
            every);
    return new Kind(kind, ofBed, ofDevice, Supervisions.read(section, kind, Supervision.NONE));
  }

  private static @Nullable Call call(Section raises) {
    String alarm = raises.text("alarm");
    AlarmClass alarmClass = raises.word("class", AlarmClass.class);
    return alarm == null || alarmClass == null
        ? null
        : new Call(alarm, alarmClass, raises.flag("wet-room-only"));
  }
}
