package org.wardlight.rules.internal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.point.Point;
import org.wardlight.api.rule.Conclusion;
import org.wardlight.api.rule.ConclusionChange;
import org.wardlight.api.rule.ConclusionListener;
import org.wardlight.api.space.Facility;
import org.wardlight.api.time.Ticker;

/**
 * The rules of one ward. Inputs may come from any thread and wait in a bounded queue; facts change
 * and rules fire on the ward's turn of the rules' own threads; listeners hear the difference on the
 * ward's lane, which no rule can hold up.
 */
final class WardEngine {
  private static final Logger LOG = LoggerFactory.getLogger(WardEngine.class);

  /** Changes of booleans and states that may wait in order, for each point of the ward. */
  private static final int CHANGES_PER_POINT = 8;

  private final String ward;
  private final Executor work;
  private final Executor lane;
  private final Clock clock;
  private final Ticker ticker;
  private final RuleFaults faults;
  private final WardInputs inputs;
  private final AtomicBoolean drainPending = new AtomicBoolean();
  private final AtomicBoolean tickPending = new AtomicBoolean();
  private final List<ConclusionListener> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, String> quarantine = new ConcurrentHashMap<>();
  private final Object fence = new Object();
  private volatile Facility facility;
  private volatile @Nullable WardRun run;
  // The lane was full: what holds is told as a whole when it takes tasks again.
  private volatile boolean owing;

  /**
   * An engine without rules.
   *
   * @param work serial: where rules run
   * @param lane serial: where listeners hear
   */
  WardEngine(
      String ward,
      Facility facility,
      Executor work,
      Executor lane,
      Clock clock,
      Ticker ticker,
      RuleFaults faults) {
    this.ward = ward;
    this.facility = facility;
    this.work = work;
    this.lane = lane;
    this.clock = clock;
    this.ticker = ticker;
    this.faults = faults;
    inputs = new WardInputs(CHANGES_PER_POINT * Math.max(1, points(facility).size()));
  }

  private List<Point> points(Facility from) {
    return from.points().stream().filter(p -> p.ward().equals(ward)).toList();
  }

  String ward() {
    return ward;
  }

  Executor work() {
    return work;
  }

  // --- rules come and go ------------------------------------------------------------------------

  /**
   * Runs these rules from now on: begins, or goes on with the same facts. A ward whose thread is
   * lost goes on with {@link #takeOut}.
   *
   * @param without packages of rules to leave out at the beginning
   * @return completes when they have looked at everything that is known
   */
  CompletionStage<WardEngine> start(RuleSet rules, Set<String> without) {
    CompletableFuture<WardEngine> begun = new CompletableFuture<>();
    onWork(
        () -> {
          WardRun present = run;
          if (present == null) {
            WardRun made = newRun(rules, without);
            run = made;
            made.begin();
            drain();
          } else if (!present.lost()) {
            replace(present, rules);
          }
          begun.complete(this);
        });
    return begun;
  }

  private WardRun newRun(RuleSet rules, Set<String> without) {
    WardSession session = new WardSession(rules, without, this::quarantined);
    return new WardRun(
        ward,
        facility,
        session,
        new WardFacts(ward, facility, clock, session),
        new Settling(points(facility), ticker),
        new Deadlines(clock, ticker),
        this::tell);
  }

  private void quarantined(String rule, String why) {
    quarantine.put(rule, why);
    faults.failed(ward, rule, why);
  }

  private void replace(WardRun present, RuleSet rules) {
    RuleSet before = present.session().rules();
    Set<String> freed = present.replace(rules);
    freed.removeAll(present.session().without());
    for (String name : freed) {
      String rule = before.nameOf(name);
      if (quarantine.remove(rule) != null) {
        faults.works(ward, rule);
      }
    }
  }

  /**
   * Its thread has not come back from a rule.
   *
   * @return the rules that it ran; null if it ran none
   */
  @Nullable RuleSet lose() {
    synchronized (fence) {
      WardRun present = run;
      if (present == null) {
        return null;
      }
      present.lose();
      return present.session().rules();
    }
  }

  /** Runs on without these rules, whether its thread was lost or not. */
  void takeOut(RuleSet rules, Set<String> packages, String why) {
    onWork(
        () -> {
          WardRun present = run;
          if (present != null && present.lost()) {
            resume(rules, packages, why);
          } else if (present != null && present.session().rules() == rules) {
            present.takeOut(packages, why);
          }
        });
  }

  private void resume(RuleSet rules, Set<String> packages, String why) {
    WardRun old = run;
    if (old == null) {
      return;
    }
    Set<String> without = new TreeSet<>(old.session().without());
    without.addAll(packages);
    without.retainAll(rules.byPackage().keySet());
    packages.forEach(name -> quarantined(rules.nameOf(name), why));
    WardRun made = newRun(rules, without);
    made.session().suspect(packages);
    synchronized (fence) {
      run = made;
    }
    made.adopt(old);
    drain();
  }

  void stop() {
    onWork(
        () -> {
          WardRun present = run;
          run = null;
          if (present != null && !present.lost()) {
            present.close();
          }
        });
  }

  // --- inputs -----------------------------------------------------------------------------------

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
      onWork(this::drain);
    }
  }

  private void drain() {
    drainPending.set(false);
    WardRun present = run;
    if (present != null && !present.lost()) {
      present.take(inputs.drain());
    }
  }

  /** Time has passed: to be called at least each second. */
  void tick() {
    if (tickPending.compareAndSet(false, true)) {
      onWork(
          () -> {
            tickPending.set(false);
            WardRun present = run;
            if (present != null && !present.lost()) {
              drain();
              present.tick();
              if (owing) {
                tell(present, true, Conclusions.Changes.NONE);
              }
            }
          });
    }
  }

  /** Another facility came into force in which this ward differs. */
  void change(Facility now, WardFacts.Values values) {
    onWork(
        () -> {
          facility = now;
          WardRun present = run;
          if (present != null && !present.lost()) {
            present.change(now, values);
          }
        });
  }

  // --- conclusions ------------------------------------------------------------------------------

  /** Tells this listener everything that holds, now or once the ward has settled. */
  void attach(ConclusionListener listener) {
    onWork(
        () -> {
          listeners.add(listener);
          WardRun present = run;
          if (present != null && present.told()) {
            ConclusionChange all = complete(present);
            onLane(() -> tell(listener, all));
          }
        });
  }

  void detach(ConclusionListener listener) {
    onWork(() -> listeners.remove(listener));
  }

  /** Ends what holds: the ward is gone. */
  void end() {
    stop();
    onWork(
        () ->
            onLane(
                () -> {
                  ConclusionChange nothing = new ConclusionChange(ward, true, List.of(), List.of());
                  listeners.forEach(listener -> tell(listener, nothing));
                }));
  }

  private void tell(WardRun from, boolean complete, Conclusions.Changes changes) {
    synchronized (fence) {
      if (from != run || from.lost()) {
        return;
      }
      ConclusionChange change =
          complete || owing
              ? complete(from)
              : new ConclusionChange(ward, false, changes.began(), changes.ended());
      onLane(() -> listeners.forEach(listener -> tell(listener, change)));
    }
  }

  private ConclusionChange complete(WardRun present) {
    List<Conclusion> all = new ArrayList<>(present.session().conclusions().holding());
    return new ConclusionChange(ward, true, all, List.of());
  }

  private void onLane(Runnable task) {
    try {
      lane.execute(task);
      owing = false;
    } catch (RejectedExecutionException e) {
      // The lane is full and has counted it; everything that holds is told with the next tick.
      owing = true;
    }
  }

  // The top of an owned loop: one listener's failure must not keep the others from hearing.
  private void tell(ConclusionListener listener, ConclusionChange change) {
    try {
      listener.concluded(change);
    } catch (RuntimeException e) {
      LOG.error("a listener failed on the conclusions of {}", ward, e);
    }
  }

  // --- looking ----------------------------------------------------------------------------------

  /**
   * What is known, for a look from outside.
   *
   * @param quarantine why, by the names of the rules that are in quarantine
   */
  record Look(
      RuleSet rules, Set<String> without, List<Object> facts, Map<String, String> quarantine) {}

  /** Hands over what is known now; says nothing if no rules run. */
  void look(Consumer<@Nullable Look> to) {
    onWork(
        () -> {
          WardRun present = run;
          if (present == null || present.lost()) {
            to.accept(null);
          } else {
            WardSession session = present.session();
            to.accept(
                new Look(
                    session.rules(),
                    Set.copyOf(session.without()),
                    session.facts(),
                    Map.copyOf(quarantine)));
          }
        });
  }

  private void onWork(Runnable task) {
    work.execute(() -> RuleSet.inLoader(task));
  }
}
