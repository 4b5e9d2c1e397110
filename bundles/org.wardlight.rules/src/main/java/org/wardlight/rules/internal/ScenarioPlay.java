package org.wardlight.rules.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.Quality;
import org.wardlight.api.point.QualityReason;
import org.wardlight.api.rule.Conclusion;
import org.wardlight.api.rule.ConclusionChange;
import org.wardlight.api.rule.Condition;
import org.wardlight.api.rule.Deadline;
import org.wardlight.api.rule.Desired;
import org.wardlight.api.rule.Stage;
import org.wardlight.api.space.Facility;

/** One scenario being played on a ward engine of its own. */
final class ScenarioPlay {
  private final Scenario scenario;
  private final RuleSet rules;
  private final Set<String> without;
  private final Facility facility;
  private final VirtualClock time;
  private final Map<String, PointValue> values = new LinkedHashMap<>();
  private final Set<Conclusion> holding = new LinkedHashSet<>();
  private final Set<Conclusion> said = new HashSet<>();
  private final List<String> failures = new ArrayList<>();
  private WardEngine engine;

  ScenarioPlay(Scenario scenario, RuleSet rules, Set<String> without) {
    this.scenario = scenario;
    this.rules = rules;
    this.without = without;
    facility = ScenarioFacility.of(scenario);
    time = new VirtualClock(scenario.start().atZone(scenario.zone()).toInstant(), scenario.zone());
    for (Point point : facility.points()) {
      double value = scenario.given().getOrDefault(point.name(), Double.NaN);
      values.put(
          point.name(),
          Double.isNaN(value)
              ? sample(point, Double.NaN, Quality.BAD, QualityReason.NEVER_READ, time.instant())
              : sample(point, value, Quality.GOOD, QualityReason.NONE, time.instant()));
    }
    engine = begin();
    values.values().forEach(engine::accept);
  }

  private WardEngine begin() {
    RuleFaults faults = new RuleFaults();
    faults.connect(new FailureDesk());
    WardEngine made =
        new WardEngine("ward", facility, Runnable::run, Runnable::run, time, time, faults);
    made.attach(this::concluded);
    made.start(rules, without);
    return made;
  }

  /** Plays it; returns what was not as expected. */
  List<String> play() {
    for (Scenario.Step step : scenario.steps()) {
      await(step);
      if (step.restart()) {
        restart();
      }
      step.set().forEach(this::set);
      step.lose().forEach(this::lose);
      if (!step.device().isEmpty()) {
        device(step.device());
      }
      if (step.expect() != null) {
        expect(step.expect());
      }
    }
    engine.stop();
    return failures;
  }

  /** Everything that was concluded at any time. */
  Set<Conclusion> said() {
    return said;
  }

  private void concluded(ConclusionChange change) {
    if (change.complete()) {
      holding.clear();
    }
    change.ended().forEach(holding::remove);
    holding.addAll(change.began());
    said.addAll(change.began());
  }

  private void await(Scenario.Step step) {
    Instant until = time.instant().plus(step.after());
    if (step.at() != null) {
      ZonedDateTime now = time.instant().atZone(scenario.zone());
      LocalTime at = step.at();
      ZonedDateTime next = now.toLocalDate().atTime(at).atZone(scenario.zone());
      until =
          (next.isBefore(now)
                  ? now.toLocalDate().plusDays(1).atTime(at).atZone(scenario.zone())
                  : next)
              .toInstant();
    }
    while (time.instant().isBefore(until)) {
      Duration left = Duration.between(time.instant(), until);
      Duration second = Duration.ofSeconds(1);
      time.pass(left.compareTo(second) < 0 ? left : second);
      engine.tick();
    }
  }

  /** What the point table does at a restart: last values first, then what devices say. */
  private void restart() {
    engine.stop();
    engine = begin();
    for (PointValue value : values.values()) {
      engine.accept(
          sample(
              value.point(), value.value(), Quality.STALE, QualityReason.RESTORED, value.since()));
    }
    values.values().forEach(engine::accept);
  }

  private void set(String name, double value) {
    PointValue before = value(name);
    Instant since = before.value() == value ? before.since() : time.instant();
    tell(name, sample(before.point(), value, Quality.GOOD, QualityReason.NONE, since));
  }

  private void lose(String name) {
    PointValue before = value(name);
    tell(
        name,
        sample(
            before.point(),
            before.value(),
            Quality.BAD,
            QualityReason.DISCONNECTED,
            before.since()));
  }

  private void tell(String name, PointValue value) {
    values.put(name, value);
    engine.accept(value);
  }

  private PointValue value(String name) {
    PointValue value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is not among the given: " + values.keySet());
    }
    return value;
  }

  private PointValue sample(
      Point point, double value, Quality quality, QualityReason reason, Instant since) {
    return new PointValue(point, value, quality, reason, since, time.instant(), time.instant());
  }

  private void device(String state) {
    QualityReason reason =
        switch (state) {
          case "answers" -> QualityReason.NONE;
          case "silent" -> QualityReason.TIMEOUT;
          case "never" -> QualityReason.NEVER_READ;
          default ->
              throw new IllegalArgumentException(
                  "a device is silent, never (not asked yet) or answers, not " + state);
        };
    engine.accept(
        new DeviceState(
            ScenarioFacility.DEVICE, reason == QualityReason.NONE, reason, "", time.instant()));
  }

  private void expect(Set<String> expected) {
    TreeSet<String> actual = new TreeSet<>();
    for (Conclusion conclusion : holding) {
      actual.add(words(conclusion));
    }
    if (!actual.equals(expected)) {
      failures.add(clock(time.instant()) + " expected " + expected + "\n      but found " + actual);
    }
  }

  private String words(Conclusion conclusion) {
    if (conclusion instanceof Condition c) {
      String urgency = c.alarmClass().name().toLowerCase(Locale.ROOT);
      return "condition "
          + c.kind()
          + " "
          + urgency
          + " "
          + c.space()
          + " since "
          + clock(c.since());
    }
    if (conclusion instanceof Deadline d) {
      return "deadline " + d.kind() + " " + d.space() + " at " + clock(d.at());
    }
    if (conclusion instanceof Desired d) {
      String value = d.value() == Math.rint(d.value()) ? "" + (long) d.value() : "" + d.value();
      return "desired " + facility.points().get(d.point()).kind().id() + " " + value;
    }
    if (conclusion instanceof Stage s) {
      String mark = s.mark().name().toLowerCase(Locale.ROOT).replace('_', '-');
      return "stage " + s.kind() + " " + mark + " " + s.space() + " since " + clock(s.since());
    }
    throw new IllegalStateException("unknown conclusion " + conclusion);
  }

  /** Local time; with its offset where the clocks show it twice. */
  private String clock(Instant instant) {
    ZonedDateTime local = instant.atZone(scenario.zone());
    boolean twice = scenario.zone().getRules().getValidOffsets(local.toLocalDateTime()).size() > 1;
    return local.toLocalTime() + (twice ? local.getOffset().toString() : "");
  }

  /** A rule that fails fails its scenario. */
  private final class FailureDesk implements Faults {
    @Override
    public void hold(String kind, String subject, Reason reason) {
      failures.add(kind + " " + subject + ": " + reason.args().get("cause"));
    }

    @Override
    public void release(String kind, String subject) {
      // What failed once has failed.
    }
  }
}
