package org.wardlight.rules.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.wardlight.api.alarm.AlarmClass;
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.rule.Conclusion;
import org.wardlight.api.rule.ConclusionChange;
import org.wardlight.api.rule.Condition;
import org.wardlight.api.space.Facility;

/** One side of a rehearsal: a ward under some rules, in virtual time, and what it raises. */
final class RehearsalSide {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** What makes two alarms the same one. */
  record Identity(String kind, String space, Instant since) {}

  /** When an alarm was raised first, and how. */
  record Raised(String room, Instant at, AlarmClass alarmClass) {}

  private final VirtualClock time;
  private final WardEngine engine;
  private final Map<Identity, Raised> raised = new LinkedHashMap<>();

  /**
   * Begins at this instant with nothing known.
   *
   * @param failed hears the name of a rule that fails and why
   */
  RehearsalSide(
      String ward,
      Facility facility,
      RuleSet rules,
      Instant from,
      BiConsumer<String, String> failed) {
    time = new VirtualClock(from, facility.zone());
    RuleFaults faults = new RuleFaults();
    faults.connect(
        new Faults() {
          @Override
          public void hold(String kind, String subject, Reason reason) {
            failed.accept(
                reason.args().getOrDefault("rule", subject),
                reason.args().getOrDefault("cause", kind));
          }

          @Override
          public void release(String kind, String subject) {
            // What failed once has failed.
          }
        });
    engine = new WardEngine(ward, facility, Runnable::run, Runnable::run, time, time, faults);
    engine.attach(this::concluded);
    engine.start(rules, Set.of());
  }

  private void concluded(ConclusionChange change) {
    for (Conclusion conclusion : change.began()) {
      if (conclusion instanceof Condition c) {
        raised.putIfAbsent(
            new Identity(c.kind(), c.space(), c.since()),
            new Raised(c.room(), time.instant(), c.alarmClass()));
      }
    }
  }

  /** Lets time pass, second by second. */
  void until(Instant at) {
    while (Duration.between(time.instant(), at).compareTo(SECOND) > 0) {
      time.pass(SECOND);
      engine.tick();
    }
    if (time.instant().isBefore(at)) {
      time.set(at);
      engine.tick();
    }
  }

  void take(PointValue value) {
    engine.accept(value);
  }

  Map<Identity, Raised> raised() {
    return raised;
  }

  void close() {
    engine.stop();
  }
}
