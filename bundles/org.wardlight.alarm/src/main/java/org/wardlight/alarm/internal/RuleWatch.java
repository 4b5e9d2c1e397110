package org.wardlight.alarm.internal;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.wardlight.api.space.CarePlan;
import org.wardlight.api.space.Watch;

/**
 * What the shipped rules watch for a resident, and what they need for it. Without its sensors a
 * rule is silent.
 *
 * @param kind the alarm kind that it would raise
 * @param rule the name of its rule, which is its directory in {@code rules-drl/}
 * @param ways the rule watches if of one of these sets every point kind is there
 * @param ordered whether every resident is to have it, so that a missing sensor leaves a gap;
 *     otherwise it watches where there are sensors for it
 * @param wanted whether a care plan wants it at all
 */
record RuleWatch(
    String kind, String rule, List<Set<String>> ways, boolean ordered, Predicate<CarePlan> wanted) {
  /** The contact of an outer door; rules look at all of the ward's. */
  static final String OUTER_DOOR = "door.open";

  private static final String BED = "bed.occupied";
  private static final String BATHROOM = "bathroom.presence";
  private static final String WRISTBAND = "wristband.place";

  static final List<RuleWatch> ALL =
      List.of(
          ordered("bathroom.dwell", "bathroom-dwell", List.of(Set.of(BATHROOM)), plan -> true),
          ordered(
              "bed.exit",
              "bed-exit",
              List.of(Set.of(BED)),
              plan -> plan.bedExitDay() != Watch.OFF || plan.bedExitNight() != Watch.OFF),
          ordered(
              "wander",
              "wander",
              List.of(
                  Set.of(BED, "entrance.door.open"), Set.of(BED, OUTER_DOOR), Set.of(WRISTBAND)),
              plan -> plan.wanderNight() != Watch.OFF),
          ordered(
              "wander.outside",
              "wander",
              List.of(Set.of(WRISTBAND)),
              plan -> plan.wanderDay() != Watch.OFF),
          equipped("bed.absence", "bed-absence", BED),
          equipped("night.path", "night-path", BED, BATHROOM),
          equipped("inactivity", "inactivity", BED),
          equipped("fall", "fall", "fall.detected"),
          equipped("vitals.heart", "vitals", "bed.heart-rate"),
          equipped("vitals.breathing", "vitals", "bed.breathing-rate"),
          equipped("bed.wet", "wet", "bed.wet"),
          equipped("diaper.wet", "wet", "diaper.wet"));

  RuleWatch {
    ways = List.copyOf(ways);
  }

  private static RuleWatch ordered(
      String kind, String rule, List<Set<String>> ways, Predicate<CarePlan> wanted) {
    return new RuleWatch(kind, rule, ways, true, wanted);
  }

  private static RuleWatch equipped(String kind, String rule, String... sensors) {
    return new RuleWatch(kind, rule, List.of(Set.of(sensors)), false, plan -> true);
  }

  /** Whether it is about the bathroom, so that a room without one lacks nothing. */
  boolean inBathroom() {
    return ways.stream().allMatch(kinds -> kinds.contains(BATHROOM));
  }

  /** The point kinds that it looks at, of those that are there; none if they do not suffice. */
  Set<String> needed(Set<String> there) {
    return ways.stream()
        .filter(there::containsAll)
        .flatMap(Set::stream)
        .collect(Collectors.toSet());
  }
}
