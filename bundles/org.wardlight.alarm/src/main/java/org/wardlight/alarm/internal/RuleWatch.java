package org.wardlight.alarm.internal;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.wardlight.api.space.CarePlan;
import org.wardlight.api.space.Watch;

/**
 * What the shipped rules watch for a resident, and what they need for it. Without its sensors a
 * rule is silent.
 *
 * @param kind the alarm kind that it would raise
 * @param rule the name of its rule, which is its directory in {@code rules-drl/}
 * @param sensors of each set one point kind must be there
 * @param ordered whether every resident is to have it, so that a missing sensor leaves a gap;
 *     otherwise it watches where there are sensors for it
 * @param wanted whether a care plan wants it at all
 */
record RuleWatch(
    String kind,
    String rule,
    List<Set<String>> sensors,
    boolean ordered,
    Predicate<CarePlan> wanted) {
  private static final Set<String> BED = Set.of("bed.occupied");
  private static final Set<String> BATHROOM = Set.of("bathroom.presence");

  static final List<RuleWatch> ALL =
      List.of(
          ordered("bathroom.dwell", List.of(BATHROOM), plan -> true),
          ordered(
              "bed.exit",
              List.of(BED),
              plan -> plan.bedExitDay() != Watch.OFF || plan.bedExitNight() != Watch.OFF),
          ordered(
              "wander",
              List.of(Set.of("entrance.door.open", "bed.occupied")),
              plan -> plan.wanderDay() != Watch.OFF || plan.wanderNight() != Watch.OFF),
          equipped("bed.absence", "bed-absence", List.of(BED)),
          equipped("night.path", "night-path", List.of(BED, BATHROOM)),
          equipped("inactivity", "inactivity", List.of(BED)),
          equipped("fall", "fall", List.of(Set.of("fall.detected"))),
          equipped("vitals.heart", "vitals", List.of(Set.of("bed.heart-rate"))),
          equipped("vitals.breathing", "vitals", List.of(Set.of("bed.breathing-rate"))),
          equipped("bed.wet", "wet", List.of(Set.of("bed.wet"))),
          equipped("diaper.wet", "wet", List.of(Set.of("diaper.wet"))));

  RuleWatch {
    sensors = List.copyOf(sensors);
  }

  private static RuleWatch ordered(
      String kind, List<Set<String>> sensors, Predicate<CarePlan> wanted) {
    return new RuleWatch(kind, kind.replace('.', '-'), sensors, true, wanted);
  }

  private static RuleWatch equipped(String kind, String rule, List<Set<String>> sensors) {
    return new RuleWatch(kind, rule, sensors, false, plan -> true);
  }

  boolean needs(String pointKind) {
    return sensors.stream().anyMatch(kinds -> kinds.contains(pointKind));
  }

  /** Whether the point kinds of a bed and its room suffice. */
  boolean possibleWith(Set<String> pointKinds) {
    return sensors.stream().allMatch(kinds -> kinds.stream().anyMatch(pointKinds::contains));
  }
}
