package org.wardlight.facility.internal;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.space.CareLevel;
import org.wardlight.api.space.CarePlan;
import org.wardlight.api.space.Watch;
import org.wardlight.facility.internal.Yaml.Field;

/** Reads {@code care.yaml}, and the plans of residents on top of it. */
final class CarePlans {
  /** For what care.yaml may leave out; what it may not, the schema asks for. */
  private static final CarePlan USUAL =
      new CarePlan(
          Duration.ofMinutes(30), Duration.ofMinutes(15), Watch.OFF, Watch.OFF, false, 22, 20);

  private final Map<CareLevel, CarePlan> defaults = new EnumMap<>(CareLevel.class);

  CarePlans(@Nullable Section file) {
    if (file == null) {
      return;
    }
    for (CareLevel level : CareLevel.values()) {
      Section section = file.section(level.name().toLowerCase(Locale.ROOT).replace('_', '-'));
      CarePlan plan = section == null ? null : plan(section, USUAL);
      if (plan != null) {
        defaults.put(level, plan);
      }
    }
  }

  /** The resident's plan; null if it or its level's defaults are unreadable. */
  @Nullable CarePlan planFor(CareLevel level, @Nullable Section own) {
    CarePlan base = defaults.get(level);
    return own == null || base == null ? base : plan(own, base);
  }

  private static @Nullable CarePlan plan(Section section, CarePlan base) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String key : section.keys()) {
      Field field = section.mapping().fields().get(key);
      if (field == null
          || !(field.value() instanceof Yaml.Scalar scalar)
          || !base.settings().containsKey(key)) {
        return null; // the schema has said so
      }
      settings.put(key, scalar.text());
    }
    String unfit = unfit(base, settings);
    if (unfit == null) {
      return base.with(settings);
    }
    boolean alone = false;
    for (Map.Entry<String, String> one : settings.entrySet()) {
      String why = unfit(base, Map.of(one.getKey(), one.getValue()));
      if (why != null) {
        alone = true;
        section.problems().addUnlessKnown(section.file(), section.valueAt(one.getKey()), why);
      }
    }
    if (!alone) {
      section.problems().addUnlessKnown(section.file(), section.mapping().at(), unfit);
    }
    return null;
  }

  /** Why these settings do not fit; null if they do. */
  private static @Nullable String unfit(CarePlan base, Map<String, String> settings) {
    try {
      var unused = base.with(settings);
      return null;
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
