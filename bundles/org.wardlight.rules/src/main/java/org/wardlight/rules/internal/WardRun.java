package org.wardlight.rules.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.rule.Deadline;
import org.wardlight.api.space.Device;
import org.wardlight.api.space.Facility;

/**
 * Rules at work in a ward: facts, session and clocks. Belongs to one thread at a time; if that does
 * not come back from a rule, another run is made from what this one knew.
 */
final class WardRun {
  private static final Logger LOG = LoggerFactory.getLogger(WardRun.class);

  /** Rounds of "a clock began, passed, and began another" that no honest rule set needs. */
  private static final int ROUNDS = 100;

  /** Hears what changed; {@code complete} if it is everything that holds. */
  @FunctionalInterface
  interface Teller {
    void tell(WardRun from, boolean complete, Conclusions.Changes changes);
  }

  private final String ward;
  private final WardSession session;
  private final WardFacts facts;
  private final Settling settling;
  private final Deadlines deadlines;
  private final Teller teller;
  private Facility facility;
  private List<Object> batch = List.of();
  private int applied;
  private boolean told;
  private volatile boolean lost;

  WardRun(
      String ward,
      Facility facility,
      WardSession session,
      WardFacts facts,
      Settling settling,
      Deadlines deadlines,
      Teller teller) {
    this.ward = ward;
    this.facility = facility;
    this.session = session;
    this.facts = facts;
    this.settling = settling;
    this.deadlines = deadlines;
    this.teller = teller;
  }

  /** Begins with nothing known. */
  void begin() {
    facts.begin();
  }

  /** Goes on with what a lost run knew, and with what it had taken but not looked at. */
  void adopt(WardRun other) {
    Map<Object, Object> known = other.session.published();
    settling.settle();
    deadlines.carry(other.deadlines, known.keySet());
    known.forEach(
        (key, fact) -> {
          if (!(key instanceof Deadline)) {
            session.put(key, fact);
          }
          if (key instanceof Onsets.Key onset) {
            session.onsets().carried(onset);
          }
        });
    apply(List.copyOf(other.batch.subList(other.applied, other.batch.size())));
    fire();
  }

  /** Its thread has not come back: whatever it still does counts no more. */
  void lose() {
    lost = true;
  }

  boolean lost() {
    return lost;
  }

  boolean told() {
    return told;
  }

  WardSession session() {
    return session;
  }

  /** Takes inputs in; rules see each value of a boolean or state. */
  void take(List<Object> inputs) {
    apply(told ? inputs : statesFirst(inputs));
    if (!inputs.isEmpty() || !told) {
      fire();
    }
  }

  /**
   * Devices before values: the first conclusions may be told in the midst of what waited for the
   * rules, and would end the alarm of a device of whose silence they were not told yet.
   */
  private static List<Object> statesFirst(List<Object> inputs) {
    List<Object> sorted = new ArrayList<>(inputs);
    sorted.sort(Comparator.comparing(PointValue.class::isInstance));
    return sorted;
  }

  private void apply(List<Object> inputs) {
    batch = inputs;
    applied = 0;
    Set<Integer> changed = inputs.size() > 1 ? new HashSet<>() : Set.of();
    for (; applied < batch.size() && !lost; applied++) {
      Object input = batch.get(applied);
      if (input instanceof PointValue value) {
        boolean ordered = value.point().kind().type() != ValueType.NUMBER;
        if (ordered && batch.size() > 1 && !changed.add(value.point().id())) {
          // The same point again: rules must see each of its values, or a short one is lost.
          fire();
          changed.clear();
          changed.add(value.point().id());
        }
        settling.heard(value);
        facts.point(value);
      } else {
        applyOther(input);
      }
    }
    batch = List.of();
    applied = 0;
  }

  private void applyOther(Object input) {
    if (input instanceof DeviceState state) {
      settling.heard(state);
      Device device = facility.devices().get(state.device());
      if (device != null) {
        facts.device(state, device.connection(), device.room());
      }
    } else if (input instanceof LinkState state) {
      settling.heard(state);
    } else {
      throw new IllegalStateException("not an input: " + input);
    }
  }

  /** Time has passed. */
  void tick() {
    boolean dayChanged = facts.daytime();
    if (deadlines.pass(session) || dayChanged) {
      fire();
    }
  }

  /** Other rules, the same facts. Returns packages of rules that come out of quarantine. */
  Set<String> replace(RuleSet rules) {
    Set<String> freed = session.replace(rules);
    fire();
    return freed;
  }

  void takeOut(Set<String> packages, String why) {
    session.quarantine(packages, why);
    fire();
  }

  /** Another facility in which this ward differs. */
  void change(Facility now, WardFacts.Values values) {
    facility = now;
    facts.change(now, values);
    fire();
  }

  private void fire() {
    if (lost || !settling.settled()) {
      return;
    }
    int rounds = 0;
    do {
      session.fire();
      if (++rounds > ROUNDS) {
        session.quarantineAll("deadlines begin and end without end");
      }
    } while (session.onsets().follow(session) || deadlines.follow(session));
    Conclusions.Changes changes = session.conclusions().takeChanges();
    if (!told) {
      told = true;
      LOG.debug("rules of {} settled, {} points not read", ward, settling.missing());
      teller.tell(this, true, changes);
    } else if (!changes.none()) {
      teller.tell(this, false, changes);
    }
  }

  void close() {
    session.close();
  }
}
