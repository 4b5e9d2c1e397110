package org.wardlight.rules.internal;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.rule.RuleProblem;
import org.wardlight.api.space.CarePlan;
import org.wardlight.api.space.Watch;

/**
 * One story of a room 101, as written in a rule's scenario file.
 *
 * @param beds the care plan of who sleeps in each bed; null for an empty bed
 * @param given the inputs and their values at the start
 * @param outputs the kinds of the room's outputs
 */
record Scenario(
    String name,
    LocalDateTime start,
    ZoneId zone,
    Map<String, @Nullable CarePlan> beds,
    Map<String, Double> given,
    List<String> outputs,
    List<Step> steps) {
  private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|min|h)");
  private static final CarePlan PLAN =
      new CarePlan(
          Duration.ofMinutes(30), Duration.ofMinutes(15), Watch.OFF, Watch.URGENT, true, 22, 20);

  /**
   * Time passes, things happen, and this is expected.
   *
   * @param at local time to wait for; null if {@code after} says how long to wait
   * @param expect everything that holds then, one line each; null if nothing is asked
   */
  record Step(
      @Nullable LocalTime at,
      Duration after,
      Map<String, Double> set,
      List<String> lose,
      String device,
      boolean restart,
      @Nullable Set<String> expect) {}

  /** Reads the scenarios of a rule. */
  static List<Scenario> of(RuleFiles rule) throws RuleSetException {
    String file = rule.scenariosPath();
    List<Scenario> scenarios = new ArrayList<>();
    for (Object each : list(file, Yaml.parse(file, rule.scenarios()))) {
      Map<String, Object> map = Yaml.map(file, each);
      String name = String.valueOf(map.get("name"));
      try {
        scenarios.add(scenario(file, map));
      } catch (RuleSetException | DateTimeParseException | IllegalArgumentException e) {
        int line = lineOf(rule, name);
        String message = String.valueOf(e.getMessage()).replace(file + ": ", "");
        throw new RuleSetException(List.of(new RuleProblem(file, line, name, message)));
      }
    }
    return scenarios;
  }

  /** The line on which the scenario with this name begins; 0 if it is not to be found. */
  static int lineOf(RuleFiles rule, String name) {
    int line = 0;
    for (String text : rule.scenarios().lines().toList()) {
      line++;
      if (text.contains("name:") && text.contains(name)) {
        return line;
      }
    }
    return 0;
  }

  private static Scenario scenario(String where, Map<String, Object> map) throws RuleSetException {
    only(where, map, List.of("name", "start", "zone", "beds", "given", "outputs", "steps"));
    Map<String, @Nullable CarePlan> beds = new LinkedHashMap<>();
    if (map.containsKey("beds")) {
      for (Map.Entry<String, Object> bed : Yaml.map(where, map.get("beds")).entrySet()) {
        beds.put(
            bed.getKey(),
            "empty".equals(bed.getValue()) ? null : plan(Yaml.map(where, bed.getValue())));
      }
    } else {
      beds.put("101/bed", PLAN);
    }
    List<Step> steps = new ArrayList<>();
    for (Object step : list(where, map.get("steps"))) {
      steps.add(step(where, Yaml.map(where, step)));
    }
    return new Scenario(
        String.valueOf(map.get("name")),
        LocalDateTime.parse(String.valueOf(map.get("start"))),
        ZoneId.of(String.valueOf(map.getOrDefault("zone", "Europe/Berlin"))),
        beds,
        numbers(where, map.get("given")),
        words(where, map.get("outputs")),
        steps);
  }

  private static Step step(String where, Map<String, Object> map) throws RuleSetException {
    only(where, map, List.of("at", "after", "set", "lose", "device", "restart", "expect"));
    return new Step(
        map.containsKey("at") ? LocalTime.parse(String.valueOf(map.get("at"))) : null,
        duration(String.valueOf(map.getOrDefault("after", "0s"))),
        numbers(where, map.get("set")),
        words(where, map.get("lose")),
        String.valueOf(map.getOrDefault("device", "")),
        Boolean.TRUE.equals(map.get("restart")),
        map.containsKey("expect") ? new TreeSet<>(words(where, map.get("expect"))) : null);
  }

  private static CarePlan plan(Map<String, Object> map) {
    Map<String, String> changes = new LinkedHashMap<>();
    map.forEach((key, value) -> changes.put(key, String.valueOf(value)));
    return PLAN.with(changes);
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a duration is 250ms, 15s, 15min or 2h, not " + text);
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "min" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  private static void only(String where, Map<String, Object> map, List<String> known)
      throws RuleSetException {
    for (String key : map.keySet()) {
      if (!known.contains(key)) {
        throw new RuleSetException(where, "unknown: " + key + "; known are " + known);
      }
    }
  }

  private static List<?> list(String where, @Nullable Object value) throws RuleSetException {
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw new RuleSetException(where, "a list is expected instead of: " + value);
  }

  private static List<String> words(String where, @Nullable Object value) throws RuleSetException {
    return list(where, value).stream().map(String::valueOf).toList();
  }

  private static Map<String, Double> numbers(String where, @Nullable Object value)
      throws RuleSetException {
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : Yaml.map(where, value).entrySet()) {
      String number = String.valueOf(entry.getValue());
      numbers.put(entry.getKey(), number.equals("never") ? Double.NaN : Double.parseDouble(number));
    }
    return numbers;
  }
}
