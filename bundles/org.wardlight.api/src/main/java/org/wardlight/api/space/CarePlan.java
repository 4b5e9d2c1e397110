package org.wardlight.api.space;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.wardlight.api.time.WrittenDuration;

/**
 * Limits and watches of one resident. Each starts from the care level's default and may be changed
 * for one resident. The settings by their names in the configuration: {@link #settings()} and
 * {@link #with}.
 *
 * @param bathroomLimitDay longest stay in the bathroom by day before somebody looks in
 * @param bathroomLimitNight the same by night
 * @param bedExitDay what leaving the bed by day means
 * @param bedExitNight what leaving the bed by night means
 * @param pathLight whether the way to the bathroom is lit when the resident leaves the bed at night
 * @param comfortDayCelsius wished temperature by day, 16 to 28
 * @param comfortNightCelsius wished temperature by night, 16 to 28
 * @param outOfBedLimitNight longest time out of bed by night before somebody looks in
 * @param pathLimitNight by night, how long the way from the bed to the bathroom, or back, may take
 * @param bathroomLightNightPercent how bright the bathroom is by night, 1 to 100
 * @param risesBy the time, by day, by which the resident has usually got up
 * @param wanderDay what leaving the house alone means by day
 * @param wanderNight what leaving the room or the house alone means by night
 * @param heartRate usual beats a minute in bed
 * @param breathingRate usual breaths a minute in bed
 * @param roomCelsius bearable temperatures of the room
 */
public record CarePlan(
    Duration bathroomLimitDay,
    Duration bathroomLimitNight,
    Watch bedExitDay,
    Watch bedExitNight,
    boolean pathLight,
    double comfortDayCelsius,
    double comfortNightCelsius,
    Duration outOfBedLimitNight,
    Duration pathLimitNight,
    double bathroomLightNightPercent,
    LocalTime risesBy,
    Watch wanderDay,
    Watch wanderNight,
    Range heartRate,
    Range breathingRate,
    Range roomCelsius) {
  /** From one figure to another; what lies outside is unusual. */
  public record Range(double low, double high) {
    public Range {
      if (!(low > 0 && low < high && high < 1000)) {
        throw new IllegalArgumentException(
            "the low limit must lie below the high one, not " + low + " to " + high);
      }
    }
  }

  public CarePlan {
    positive("bathroomLimitDay", bathroomLimitDay);
    positive("bathroomLimitNight", bathroomLimitNight);
    positive("outOfBedLimitNight", outOfBedLimitNight);
    positive("pathLimitNight", pathLimitNight);
    within("comfortDayCelsius", comfortDayCelsius, 16, 28);
    within("comfortNightCelsius", comfortNightCelsius, 16, 28);
    within("bathroomLightNightPercent", bathroomLightNightPercent, 1, 100);
  }

  /**
   * A plan with the usual values of everything that care.yaml may leave out. Out of bed 45 min by
   * night is known in the field; the rates are those outside of which NEWS2 (Royal College of
   * Physicians, 2017) gives three points; below 16 °C is bad for the lungs and above 26 °C too hot
   * for vulnerable people (public health advice in England), with 2 K for a hot summer.
   */
  public CarePlan(
      Duration bathroomLimitDay,
      Duration bathroomLimitNight,
      Watch bedExitDay,
      Watch bedExitNight,
      boolean pathLight,
      double comfortDayCelsius,
      double comfortNightCelsius) {
    this(
        bathroomLimitDay,
        bathroomLimitNight,
        bedExitDay,
        bedExitNight,
        pathLight,
        comfortDayCelsius,
        comfortNightCelsius,
        Duration.ofMinutes(45),
        Duration.ofMinutes(10),
        40,
        LocalTime.of(10, 0),
        Watch.OFF,
        Watch.OFF,
        new Range(41, 130),
        new Range(9, 24),
        new Range(16, 28));
  }

  private static void positive(String name, Duration d) {
    if (d.isNegative() || d.isZero()) {
      throw new IllegalArgumentException(name + " must be positive, not " + d);
    }
  }

  private static void within(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          name + " must lie within " + text(least) + " and " + text(most) + ", not " + value);
    }
  }

  /** Every setting as the configuration writes it, by its name there, in order. */
  public Map<String, String> settings() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("bathroom-limit-day", text(bathroomLimitDay));
    all.put("bathroom-limit-night", text(bathroomLimitNight));
    all.put("bed-exit-day", text(bedExitDay));
    all.put("bed-exit-night", text(bedExitNight));
    all.put("path-light", String.valueOf(pathLight));
    all.put("comfort-day", text(comfortDayCelsius));
    all.put("comfort-night", text(comfortNightCelsius));
    all.put("out-of-bed-limit-night", text(outOfBedLimitNight));
    all.put("path-limit-night", text(pathLimitNight));
    all.put("bathroom-light-night", text(bathroomLightNightPercent));
    all.put("rises-by", risesBy.toString());
    all.put("wander-day", text(wanderDay));
    all.put("wander-night", text(wanderNight));
    all.put("heart-rate-low", text(heartRate.low()));
    all.put("heart-rate-high", text(heartRate.high()));
    all.put("breathing-rate-low", text(breathingRate.low()));
    all.put("breathing-rate-high", text(breathingRate.high()));
    all.put("room-cold", text(roomCelsius.low()));
    all.put("room-hot", text(roomCelsius.high()));
    return all;
  }

  /**
   * This plan with some settings changed, all at once.
   *
   * @param changes as the configuration writes them, see {@link #settings()}
   * @throws IllegalArgumentException if a name is unknown or a value does not fit; the message says
   *     which and why
   */
  public CarePlan with(Map<String, String> changes) {
    Map<String, String> all = settings();
    changes.forEach(
        (name, value) -> {
          if (all.replace(name, value) == null) {
            throw new IllegalArgumentException("unknown in a care plan: " + name);
          }
        });
    return new CarePlan(
        duration(all, "bathroom-limit-day"),
        duration(all, "bathroom-limit-night"),
        watch(all, "bed-exit-day"),
        watch(all, "bed-exit-night"),
        flag(all, "path-light"),
        number(all, "comfort-day"),
        number(all, "comfort-night"),
        duration(all, "out-of-bed-limit-night"),
        duration(all, "path-limit-night"),
        number(all, "bathroom-light-night"),
        time(all, "rises-by"),
        watch(all, "wander-day"),
        watch(all, "wander-night"),
        new Range(number(all, "heart-rate-low"), number(all, "heart-rate-high")),
        new Range(number(all, "breathing-rate-low"), number(all, "breathing-rate-high")),
        new Range(number(all, "room-cold"), number(all, "room-hot")));
  }

  private static String text(Watch watch) {
    return watch.name().toLowerCase(Locale.ROOT);
  }

  private static String text(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    return seconds % 60 != 0 ? seconds + "s" : seconds / 60 + "min";
  }

  private static String value(Map<String, String> all, String name) {
    return Objects.requireNonNull(all.get(name));
  }

  private static IllegalArgumentException unfit(
      Map<String, String> all, String name, String wanted) {
    return new IllegalArgumentException(name + " must be " + wanted + ", not " + value(all, name));
  }

  private static Duration duration(Map<String, String> all, String name) {
    Duration duration = WrittenDuration.parse(value(all, name));
    if (duration == null) {
      throw unfit(all, name, "a duration such as 15s, 15min or 2h");
    }
    return duration;
  }

  private static Watch watch(Map<String, String> all, String name) {
    for (Watch watch : Watch.values()) {
      if (text(watch).equals(value(all, name))) {
        return watch;
      }
    }
    throw unfit(all, name, "off, note, call or urgent");
  }

  private static boolean flag(Map<String, String> all, String name) {
    return switch (value(all, name)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw unfit(all, name, "true or false");
    };
  }

  private static double number(Map<String, String> all, String name) {
    try {
      return Double.parseDouble(value(all, name));
    } catch (NumberFormatException e) {
      throw unfit(all, name, "a number");
    }
  }

  private static LocalTime time(Map<String, String> all, String name) {
    try {
      return LocalTime.parse(value(all, name));
    } catch (DateTimeException e) {
      throw unfit(all, name, "a time of day such as 09:00");
    }
  }
}
