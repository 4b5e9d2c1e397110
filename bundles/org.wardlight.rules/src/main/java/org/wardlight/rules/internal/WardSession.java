package org.wardlight.rules.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.kie.api.event.rule.AfterMatchFiredEvent;
import org.kie.api.event.rule.DefaultAgendaEventListener;
import org.kie.api.event.rule.ObjectDeletedEvent;
import org.kie.api.event.rule.ObjectInsertedEvent;
import org.kie.api.event.rule.ObjectUpdatedEvent;
import org.kie.api.event.rule.RuleRuntimeEventListener;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.ConsequenceException;
import org.kie.api.runtime.rule.FactHandle;
import org.wardlight.api.rule.Conclusion;
import org.wardlight.api.rule.Onset;
import org.wardlight.api.rule.Reading;
import org.wardlight.api.rule.SensorFault;

/**
 * One Drools session with the facts it was given, so that it can be made anew: without a rule that
 * fails, or with other rules. A rule that throws, fires without end or concludes without end is put
 * in quarantine for this ward; the others go on. Belongs to the ward's thread; call it under {@link
 * RuleSet#inLoader}.
 */
final class WardSession {
  /** Firings that no honest rule set needs for one change. */
  private static final int FIRINGS_AT_LEAST = 1_000;

  private static final int FIRINGS_PER_FACT = 50;

  /** Conclusions and helper facts that no honest rule set needs. */
  private static final int INSERTED_AT_LEAST = 1_000;

  private static final int INSERTED_PER_FACT = 5;

  private final BiConsumer<String, String> quarantined;
  private final Map<Object, Held> facts = new LinkedHashMap<>();
  private final Set<String> without;
  // Taken out together, for it is not known which of them fails: another set may have mended it.
  private final Set<String> suspects = new TreeSet<>();
  private final Conclusions conclusions = new Conclusions();
  private final Onsets onsets = new Onsets();
  private RuleSet rules;
  private KieSession session;
  private @Nullable Set<String> kinds;
  private int sensorFaults;
  private int inserted;
  private int insertedMost;
  // Written after each change of the facts: whoever reads it sees them, see published().
  private volatile boolean changed;

  /**
   * A session without facts.
   *
   * @param without packages of rules to leave out
   * @param quarantined hears the name of a rule that was taken out and why
   */
  WardSession(RuleSet rules, Set<String> without, BiConsumer<String, String> quarantined) {
    this.rules = rules;
    this.without = new TreeSet<>(without);
    this.quarantined = quarantined;
    kinds = rules.kinds(this.without);
    session = newSession();
  }

  private KieSession newSession() {
    KieSession made = rules.session(without);
    made.addEventListener(new Listener());
    inserted = 0;
    return made;
  }

  /**
   * Adds or replaces the fact with this key.
   *
   * @param properties those that differ from the fact before; empty for all
   */
  void put(Object key, Object fact, String... properties) {
    Held held = facts.get(key);
    if (held == null) {
      held = new Held(fact);
      facts.put(key, held);
      insertedMost = INSERTED_AT_LEAST + INSERTED_PER_FACT * facts.size();
      sensorFaults += fact instanceof SensorFault ? 1 : 0;
    }
    put(held, fact, properties);
  }

  /** Replaces a fact whose place is known: among ten thousand rooms each look for one costs. */
  void put(Held held, Object fact, String... properties) {
    held.fact = fact;
    changed = true;
    if (held.handle == null && !isAskedFor(fact)) {
      return;
    }
    try {
      if (held.handle == null) {
        held.handle = session.insert(fact);
      } else if (properties.length == 0) {
        session.update(held.handle, fact);
      } else {
        session.update(held.handle, fact, properties);
      }
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      quarantine(culprit(e), e.toString());
    }
  }

  /** A fact that no rule asks for is kept, for rules may change, but costs the session nothing. */
  private boolean isAskedFor(Object fact) {
    if (fact instanceof Reading reading) {
      return kinds == null || kinds.contains(reading.kind());
    }
    return rules.asksFor(fact.getClass());
  }

  void remove(Object key) {
    Held held = facts.remove(key);
    changed = true;
    if (held == null) {
      return;
    }
    sensorFaults -= held.fact instanceof SensorFault ? 1 : 0;
    if (held.handle == null) {
      return;
    }
    inserted++; // it was not a rule that inserted what is deleted here
    try {
      session.delete(held.handle);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      quarantine(culprit(e), e.toString());
    }
  }

  /** The place of the fact with this key, until it is removed. */
  @Nullable Held held(Object key) {
    return facts.get(key);
  }

  /** How many facts are sensor faults: mostly none. */
  int sensorFaults() {
    return sensorFaults;
  }

  @Nullable Object fact(Object key) {
    Held held = facts.get(key);
    return held == null ? null : held.fact;
  }

  /**
   * The facts by key, also for another thread when this session's own has not come back from a
   * rule: then nothing changes them any more.
   */
  Map<Object, Object> published() {
    Map<Object, Object> copy = new LinkedHashMap<>();
    if (!changed) {
      return copy;
    }
    facts.forEach((key, held) -> copy.put(key, held.fact));
    return copy;
  }

  /** Fires until nothing is left to fire. */
  void fire() {
    while (true) {
      try {
        int limit = FIRINGS_AT_LEAST + FIRINGS_PER_FACT * facts.size();
        if (session.fireAllRules(limit) < limit) {
          return;
        }
        quarantine(busiest(), "fires without end");
      } catch (RuntimeException | LinkageError | StackOverflowError e) {
        quarantine(culprit(e), reason(e));
      }
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof ConsequenceException && cause != null
        ? cause.toString()
        : failure.toString();
  }

  Conclusions conclusions() {
    return conclusions;
  }

  Onsets onsets() {
    return onsets;
  }

  Set<String> without() {
    return without;
  }

  RuleSet rules() {
    return rules;
  }

  /** Takes every rule out: none of them can be told to be the one that fails. */
  void quarantineAll(String why) {
    quarantine(remaining(), why);
  }

  /** Takes these rules out, whoever found them to fail. */
  void quarantine(Set<String> packages, String why) {
    Set<String> present = new TreeSet<>(packages);
    present.retainAll(remaining());
    if (packages.size() > 1) {
      suspects.addAll(present);
    }
    for (String name : present) {
      without.add(name);
      quarantined.accept(rules.nameOf(name), why);
    }
    anew();
  }

  /** Remembers that these were taken out together, if it is more than one. */
  void suspect(Set<String> packages) {
    if (packages.size() > 1) {
      suspects.addAll(packages);
    }
  }

  /**
   * Goes on with other rules and the same facts; what differs is told like any other change. What
   * was in quarantine stays there unless its file has changed or others may have been to blame.
   *
   * @return packages of the rules that come out of quarantine
   */
  Set<String> replace(RuleSet next) {
    Set<String> freed = new TreeSet<>();
    for (String name : List.copyOf(without)) {
      RuleFiles before = rules.byPackage().get(name);
      RuleFiles now = next.byPackage().get(name);
      boolean same = now != null && before != null && now.drl().equals(before.drl());
      if (!same || suspects.remove(name)) {
        without.remove(name);
        freed.add(name);
      }
    }
    rules = next;
    anew();
    return freed;
  }

  private void anew() {
    session.dispose();
    facts.values().forEach(held -> held.handle = null);
    conclusions.endAll();
    onsets.endAll();
    kinds = rules.kinds(without);
    session = newSession();
    // A copy: another rule may fail on the way and begin the same anew.
    for (Map.Entry<Object, Held> each : List.copyOf(facts.entrySet())) {
      if (facts.get(each.getKey()) == each.getValue()) {
        put(each.getKey(), each.getValue().fact);
      }
    }
  }

  void close() {
    session.dispose();
  }

  /** Which rule threw. What fails in a condition does not say: then each rule is tried alone. */
  private Set<String> culprit(Throwable failure) {
    if (failure instanceof ConsequenceException thrown) {
      return thrown.getCause() instanceof TooManyException
          ? greediest(thrown.getRule().getPackageName())
          : Set.of(thrown.getRule().getPackageName());
    }
    for (String name : remaining()) {
      if (failsAlone(name)) {
        return Set.of(name);
      }
    }
    // Rules that fail only together: none can be trusted.
    return remaining();
  }

  private Set<String> remaining() {
    Set<String> remaining = new TreeSet<>(rules.byPackage().keySet());
    remaining.removeAll(without);
    return remaining;
  }

  private boolean failsAlone(String packageName) {
    KieSession trial = rules.session(rules.allBut(packageName));
    try {
      facts.values().forEach(held -> trial.insert(held.fact));
      trial.fireAllRules(FIRINGS_AT_LEAST);
      return false;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      return true;
    } finally {
      trial.dispose();
    }
  }

  /** The rule that inserts most; the one that met the limit need not be to blame for it. */
  private Set<String> greediest(String last) {
    Greed greed = new Greed(insertedMost);
    KieSession trial = rules.session(without);
    try {
      trial.addEventListener(greed);
      facts.values().forEach(held -> trial.insert(held.fact));
      trial.fireAllRules(FIRINGS_AT_LEAST + FIRINGS_PER_FACT * facts.size());
    } catch (ConsequenceException expected) {
      // It met the limit again; who inserted how much has been counted.
    } finally {
      trial.dispose();
    }
    return Set.of(greed.most(last));
  }

  /** The rule that fires most while the session fires without end. */
  private Set<String> busiest() {
    Map<String, Integer> firings = new HashMap<>();
    DefaultAgendaEventListener counter =
        new DefaultAgendaEventListener() {
          @Override
          public void afterMatchFired(AfterMatchFiredEvent event) {
            firings.merge(event.getMatch().getRule().getPackageName(), 1, Integer::sum);
          }
        };
    session.addEventListener(counter);
    session.fireAllRules(FIRINGS_AT_LEAST);
    session.removeEventListener(counter);
    return firings.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(entry -> Set.of(entry.getKey()))
        .orElse(Set.of());
  }

  /** The packages whose compiled rules or functions are on this stack. */
  static Set<String> packagesOn(StackTraceElement[] stack, RuleSet rules) {
    for (StackTraceElement frame : stack) {
      for (String name : rules.byPackage().keySet()) {
        if (frame.getClassName().startsWith(name + ".")) {
          return Set.of(name);
        }
      }
    }
    return Set.of();
  }

  /** The facts, as a list that nobody changes. */
  List<Object> facts() {
    List<Object> all = new ArrayList<>(facts.size());
    facts.values().forEach(held -> all.add(held.fact));
    return all;
  }

  /** A fact and where it is in the present session. */
  static final class Held {
    private Object fact;
    private @Nullable FactHandle handle;

    private Held(Object fact) {
      this.fact = fact;
    }

    Object fact() {
      return fact;
    }
  }

  /** Rules insert without end. Thrown through the consequence that inserts, which Drools names. */
  private static final class TooManyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyException(int most) {
      super("more than " + most + " conclusions", null, false, false);
    }
  }

  private final class Listener implements RuleRuntimeEventListener {
    @Override
    public void objectInserted(ObjectInsertedEvent event) {
      if (event.getObject() instanceof Conclusion conclusion) {
        conclusions.began(conclusion);
      } else if (event.getObject() instanceof Onset onset) {
        onsets.began(onset);
      }
      if (event.getRule() != null && ++inserted > insertedMost) {
        throw new TooManyException(insertedMost);
      }
    }

    @Override
    public void objectUpdated(ObjectUpdatedEvent event) {
      // Conclusions are never updated.
    }

    @Override
    public void objectDeleted(ObjectDeletedEvent event) {
      if (event.getOldObject() instanceof Conclusion conclusion) {
        conclusions.ended(conclusion);
      } else if (event.getOldObject() instanceof Onset onset) {
        onsets.ended(onset);
      }
      inserted--;
    }
  }

  /** Counts what each rule inserts. */
  private static final class Greed implements RuleRuntimeEventListener {
    private final Map<String, Integer> counts = new HashMap<>();
    private final int limit;
    private int total;

    Greed(int limit) {
      this.limit = limit;
    }

    String most(String otherwise) {
      return counts.entrySet().stream()
          .max(Map.Entry.comparingByValue())
          .map(Map.Entry::getKey)
          .orElse(otherwise);
    }

    @Override
    public void objectInserted(ObjectInsertedEvent event) {
      if (event.getRule() != null) {
        counts.merge(event.getRule().getPackageName(), 1, Integer::sum);
        if (++total > limit) {
          throw new TooManyException(limit);
        }
      }
    }

    @Override
    public void objectUpdated(ObjectUpdatedEvent event) {
      // Nothing is added.
    }

    @Override
    public void objectDeleted(ObjectDeletedEvent event) {
      total--;
    }
  }
}
