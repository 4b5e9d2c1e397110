package org.wardlight.facility.internal;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.space.CareLevel;
import org.wardlight.api.space.CarePlan;
import org.wardlight.api.space.Watch;

/** Reads {@code care.yaml}, and the plans of residents on top of it. */
final class CarePlans {
  private final Map<CareLevel, CarePlan> defaults = new EnumMap<>(CareLevel.class);

  CarePlans(@Nullable Section file) {
    if (file == null) {
      return;
    }
    for (CareLevel level : CareLevel.values()) {
      Section section = file.section(level.name().toLowerCase(Locale.ROOT).replace('_', '-'));
      CarePlan plan = section == null ? null : plan(section, null);
      if (plan != null) {
        defaults.put(level, plan);
      }
    }
  }

  /** The resident's plan; null if it or its level's defaults are unreadable. */
  @Nullable CarePlan planFor(CareLevel level, @Nullable Section own) {
    CarePlan base = defaults.get(level);
    return own == null ? base : plan(own, base);
  }

  private static @Nullable CarePlan plan(Section section, @Nullable CarePlan base) {
    Duration limitDay =
        (base == null || section.has("bathroom-limit-day"))
            ? section.duration("bathroom-limit-day")
            : base.bathroomLimitDay();
    Duration limitNight =
        (base == null || section.has("bathroom-limit-night"))
            ? section.duration("bathroom-limit-night")
            : base.bathroomLimitNight();
    Watch exitDay =
        (base == null || section.has("bed-exit-day"))
            ? section.word("bed-exit-day", Watch.class)
            : base.bedExitDay();
    Watch exitNight =
        (base == null || section.has("bed-exit-night"))
            ? section.word("bed-exit-night", Watch.class)
            : base.bedExitNight();
    boolean pathLight =
        (base == null || section.has("path-light")) ? section.flag("path-light") : base.pathLight();
    Double comfortDay =
        comfort(section, "comfort-day", base == null ? null : base.comfortDayCelsius());
    Double comfortNight =
        comfort(section, "comfort-night", base == null ? null : base.comfortNightCelsius());
    if (limitDay == null
        || limitNight == null
        || exitDay == null
        || exitNight == null
        || comfortDay == null
        || comfortNight == null) {
      return null;
    }
    return new CarePlan(
        limitDay, limitNight, exitDay, exitNight, pathLight, comfortDay, comfortNight);
  }

  private static @Nullable Double comfort(Section section, String key, @Nullable Double base) {
    if (!section.has(key)) {
      return base;
    }
    Double celsius = section.number(key);
    if (celsius != null && !(celsius >= 16 && celsius <= 28)) {
      section.problems().addUnlessKnown(section.file(), section.valueAt(key), "16 to 28 °C");
      return null;
    }
    return celsius;
  }
}
