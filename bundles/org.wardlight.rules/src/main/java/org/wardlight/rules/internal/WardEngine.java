package org.wardlight.rules.internal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.point.ValueType;
import org.wardlight.api.rule.Conclusion;
import org.wardlight.api.rule.ConclusionChange;
import org.wardlight.api.rule.ConclusionListener;
import org.wardlight.api.space.Device;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Ward;
import org.wardlight.api.time.Ticker;

/**
 * The rules of one ward. Inputs may come from any thread and wait in a bounded queue; everything
 * else happens on the ward's lane: facts are changed, rules fire, listeners hear the difference.
 */
final class WardEngine {
  private static final Logger LOG = LoggerFactory.getLogger(WardEngine.class);

  /** Rounds of "a clock began, passed, and began another" that no honest rule set needs. */
  private static final int ROUNDS = 100;

  /** Changes of booleans and states that may wait in order, for each point of the ward. */
  private static final int CHANGES_PER_POINT = 8;

  private final Ward ward;
  private final Facility facility;
  private final List<Point> points;
  private final Executor lane;
  private final Clock clock;
  private final RuleFaults faults;
  private final WardInputs inputs;
  private final Settling settling;
  private final Deadlines deadlines;
  private final AtomicBoolean drainPending = new AtomicBoolean();
  private final List<ConclusionListener> listeners = new ArrayList<>();
  private @Nullable WardSession session;
  private @Nullable WardFacts facts;
  private boolean told;

  WardEngine(
      Ward ward, Facility facility, Executor lane, Clock clock, Ticker ticker, RuleFaults faults) {
    this.ward = ward;
    this.facility = facility;
    this.lane = lane;
    this.clock = clock;
    this.faults = faults;
    points = facility.points().stream().filter(p -> p.ward().equals(ward.id())).toList();
    inputs = new WardInputs(CHANGES_PER_POINT * points.size());
    settling = new Settling(points, ticker);
    deadlines = new Deadlines(clock, ticker);
  }

  String ward() {
    return ward.id();
  }

  /**
   * Starts with these rules; what arrived before has waited.
   *
   * @param without packages of rules to leave out
   */
  void start(RuleSet rules, Set<String> without) {
    onLane(
        () -> {
          WardSession made =
              new WardSession(rules, without, (rule, why) -> faults.failed(ward, rule, why));
          session = made;
          facts = new WardFacts(ward, facility.zone(), clock, made);
          facts.begin(points);
          drain();
        });
  }

  void stop() {
    onLane(
        () -> {
          if (session != null) {
            session.close();
          }
          session = null;
          facts = null;
        });
  }

  void accept(PointValue value) {
    inputs.add(value);
    wake();
  }

  void accept(DeviceState state) {
    inputs.add(state);
    wake();
  }

  void accept(LinkState state) {
    inputs.add(state);
    wake();
  }

  private void wake() {
    if (drainPending.compareAndSet(false, true)) {
      try {
        onLane(this::drain);
      } catch (RejectedExecutionException e) {
        // The lane is full and has counted it; nothing is lost, the next input or tick drains.
        drainPending.set(false);
      }
    }
  }

  /** Time has passed: to be called at least each second. */
  void tick() {
    onLane(
        () -> {
          if (session == null || facts == null) {
            return;
          }
          boolean dayChanged = facts.daytime();
          boolean passed = deadlines.pass(session);
          drain();
          if (dayChanged || passed) {
            fire();
          }
        });
  }

  /** Tells this listener everything that holds, now or once the ward has settled. */
  void attach(ConclusionListener listener) {
    onLane(
        () -> {
          listeners.add(listener);
          if (told && session != null) {
            tell(listener, complete(session));
          }
        });
  }

  void detach(ConclusionListener listener) {
    onLane(() -> listeners.remove(listener));
  }

  private void onLane(Runnable task) {
    lane.execute(
        () ->
            RuleSet.inLoader(
                () -> {
                  task.run();
                  return ward;
                }));
  }

  private void drain() {
    drainPending.set(false);
    if (session == null || facts == null) {
      return;
    }
    List<Object> batch = inputs.drain();
    Set<Integer> changed = new HashSet<>();
    for (Object input : batch) {
      if (input instanceof PointValue value) {
        boolean ordered = value.point().kind().type() != ValueType.NUMBER;
        if (ordered && !changed.add(value.point().id())) {
          // The same point again: rules must see each of its values, or a short one is lost.
          fire();
          changed.clear();
          changed.add(value.point().id());
        }
        settling.heard(value);
        facts.point(value);
      } else {
        applyOther(facts, input);
      }
    }
    if (!batch.isEmpty() || !told) {
      fire();
    }
  }

  private void applyOther(WardFacts present, Object input) {
    if (input instanceof DeviceState state) {
      settling.heard(state);
      Device device = facility.devices().get(state.device());
      if (device != null) {
        present.device(state, device.connection(), device.room());
      }
    } else if (input instanceof LinkState state) {
      settling.heard(state);
    } else {
      throw new IllegalStateException("not an input: " + input);
    }
  }

  private void fire() {
    WardSession present = session;
    if (present == null || !settling.settled()) {
      return;
    }
    int rounds = 0;
    do {
      present.fire();
      if (++rounds > ROUNDS) {
        present.quarantineAll("deadlines begin and end without end");
      }
    } while (deadlines.follow(present));
    WardSession.Changes changes = present.takeChanges();
    if (!told) {
      told = true;
      LOG.info("rules of {} settled, {} points not read", ward.id(), settling.missing());
      tellAll(complete(present));
    } else if (!changes.none()) {
      tellAll(new ConclusionChange(ward.id(), false, changes.began(), changes.ended()));
    }
  }

  private ConclusionChange complete(WardSession present) {
    List<Conclusion> all = List.copyOf(present.holding());
    return new ConclusionChange(ward.id(), true, all, List.of());
  }

  private void tellAll(ConclusionChange change) {
    for (ConclusionListener listener : List.copyOf(listeners)) {
      tell(listener, change);
    }
  }

  // The top of an owned loop: one listener's failure must not keep the others from hearing.
  private void tell(ConclusionListener listener, ConclusionChange change) {
    try {
      listener.concluded(change);
    } catch (RuntimeException e) {
      LOG.error("a listener failed on the conclusions of {}", ward.id(), e);
    }
  }
}
