package org.wardlight.rules.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
import org.wardlight.api.rule.Deadline;

/**
 * One Drools session with the facts it was given, so that it can be made anew without a rule that
 * fails. A rule that throws or fires without end is put in quarantine for this ward; the others go
 * on. Belongs to the ward's lane; call it under {@link RuleSet#inLoader}.
 */
final class WardSession {
  /** Firings that no honest rule set needs for one change. */
  private static final int FIRINGS_AT_LEAST = 1_000;

  private static final int FIRINGS_PER_FACT = 50;

  private final RuleSet rules;
  private final BiConsumer<String, String> quarantined;
  private final Map<Object, Held> facts = new LinkedHashMap<>();
  private final Set<String> without;
  private final Set<Conclusion> holding = new LinkedHashSet<>();
  private final Set<Conclusion> told = new HashSet<>();
  private final Set<Conclusion> touched = new LinkedHashSet<>();
  private KieSession session;

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
    session = rules.session(without);
    session.addEventListener(new Listener());
  }

  /**
   * Adds or replaces the fact with this key.
   *
   * @param changed the properties that differ from the fact before; empty for all
   */
  void put(Object key, Object fact, String... changed) {
    Held held = facts.computeIfAbsent(key, k -> new Held(fact));
    held.fact = fact;
    try {
      if (held.handle == null) {
        held.handle = session.insert(fact);
      } else if (changed.length == 0) {
        session.update(held.handle, fact);
      } else {
        session.update(held.handle, fact, changed);
      }
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      quarantine(culprit(e), e.toString());
    }
  }

  void remove(Object key) {
    Held held = facts.remove(key);
    if (held == null || held.handle == null) {
      return;
    }
    try {
      session.delete(held.handle);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      quarantine(culprit(e), e.toString());
    }
  }

  @Nullable Object fact(Object key) {
    Held held = facts.get(key);
    return held == null ? null : held.fact;
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
        quarantine(culprit(e), e.toString());
      }
    }
  }

  /** Everything that holds now. */
  Set<Conclusion> holding() {
    return holding;
  }

  /** The running clocks among what may have begun or ended since the last {@link #takeChanges}. */
  List<Deadline> touchedDeadlines() {
    List<Deadline> deadlines = new ArrayList<>();
    for (Conclusion conclusion : touched) {
      if (conclusion instanceof Deadline deadline) {
        deadlines.add(deadline);
      }
    }
    return deadlines;
  }

  /** What began and ended, net, since the last call. */
  Changes takeChanges() {
    List<Conclusion> began = new ArrayList<>();
    List<Conclusion> ended = new ArrayList<>();
    for (Conclusion conclusion : touched) {
      if (holding.contains(conclusion)) {
        if (told.add(conclusion)) {
          began.add(conclusion);
        }
      } else if (told.remove(conclusion)) {
        ended.add(conclusion);
      }
    }
    touched.clear();
    return new Changes(began, ended);
  }

  /** Takes every rule out: none of them can be told to be the one that fails. */
  void quarantineAll(String why) {
    quarantine(remaining(), why);
  }

  void close() {
    session.dispose();
  }

  private void quarantine(Set<String> packages, String why) {
    for (String name : packages) {
      without.add(name);
      RuleFiles rule = rules.byPackage().get(name);
      quarantined.accept(rule == null ? name : rule.name(), why);
    }
    session.dispose();
    facts.values().forEach(held -> held.handle = null);
    touched.addAll(holding);
    holding.clear();
    session = rules.session(without);
    session.addEventListener(new Listener());
    // A copy: another rule may fail on the way and begin the same anew.
    for (Map.Entry<Object, Held> each : List.copyOf(facts.entrySet())) {
      put(each.getKey(), each.getValue().fact);
    }
  }

  /** Which rule threw. What fails in a condition does not say: then each rule is tried alone. */
  private Set<String> culprit(Throwable failure) {
    if (failure instanceof ConsequenceException thrown) {
      return Set.of(thrown.getRule().getPackageName());
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

  /** A fact and where it is in the present session. */
  private static final class Held {
    private Object fact;
    private @Nullable FactHandle handle;

    Held(Object fact) {
      this.fact = fact;
    }
  }

  /** What began and ended. */
  record Changes(List<Conclusion> began, List<Conclusion> ended) {
    boolean none() {
      return began.isEmpty() && ended.isEmpty();
    }
  }

  private final class Listener implements RuleRuntimeEventListener {
    @Override
    public void objectInserted(ObjectInsertedEvent event) {
      if (event.getObject() instanceof Conclusion conclusion) {
        holding.add(conclusion);
        touched.add(conclusion);
      }
    }

    @Override
    public void objectUpdated(ObjectUpdatedEvent event) {
      // Conclusions are never updated.
    }

    @Override
    public void objectDeleted(ObjectDeletedEvent event) {
      if (event.getOldObject() instanceof Conclusion conclusion) {
        holding.remove(conclusion);
        touched.add(conclusion);
      }
    }
  }
}
