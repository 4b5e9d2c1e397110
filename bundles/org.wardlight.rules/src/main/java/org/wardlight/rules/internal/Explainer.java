package org.wardlight.rules.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.kie.api.event.rule.BeforeMatchFiredEvent;
import org.kie.api.event.rule.DefaultAgendaEventListener;
import org.kie.api.event.rule.DefaultRuleRuntimeEventListener;
import org.kie.api.event.rule.ObjectInsertedEvent;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.Match;
import org.wardlight.api.point.Point;
import org.wardlight.api.rule.Conclusion;
import org.wardlight.api.rule.Condition;
import org.wardlight.api.rule.Daytime;
import org.wardlight.api.rule.Deadline;
import org.wardlight.api.rule.DeadlinePassed;
import org.wardlight.api.rule.Desired;
import org.wardlight.api.rule.Explanations.Explanation;
import org.wardlight.api.rule.Explanations.Followed;
import org.wardlight.api.rule.Explanations.Known;
import org.wardlight.api.rule.Explanations.RuleState;
import org.wardlight.api.rule.HomeFacts;
import org.wardlight.api.rule.Reading;
import org.wardlight.api.rule.ResidentFacts;
import org.wardlight.api.space.Facility;

/**
 * Explains a room: lets the same rules conclude once more from the same facts, in a session of its
 * own, and writes down which match led to what. The live session is not touched. Not for lanes.
 */
final class Explainer {
  private static final int FIRINGS = 100_000;

  /** What readings bring along: known by itself, so left out of their words. */
  private static final Set<Class<?>> COME_ALONG =
      Set.of(HomeFacts.class, ResidentFacts.class, Daytime.class);

  private final Facility facility;
  private final WardEngine.Look look;
  private final String room;
  private final Predicate<Object> ofRoom;
  // By identity of the inserted object: which match inserted it.
  private final IdentityHashMap<Object, Match> matches = new IdentityHashMap<>();
  // The match that led to it last; what was taken back in between counts no more.
  private final Map<Conclusion, Match> conclusions = new LinkedHashMap<>();
  private @Nullable Match current;

  Explainer(Facility facility, WardEngine.Look look, String room) {
    this.facility = facility;
    this.look = look;
    this.room = room;
    ofRoom = fact -> room.equals(roomOf(fact));
  }

  Explanation explain() {
    return RuleSet.inLoader(this::conclude);
  }

  private Explanation conclude() {
    KieSession session = look.rules().session(look.without());
    try {
      session.addEventListener(
          new DefaultAgendaEventListener() {
            @Override
            public void beforeMatchFired(BeforeMatchFiredEvent event) {
              current = event.getMatch();
            }
          });
      session.addEventListener(
          new DefaultRuleRuntimeEventListener() {
            @Override
            public void objectInserted(ObjectInsertedEvent event) {
              if (event.getRule() != null && current != null) {
                matches.put(event.getObject(), current);
                if (event.getObject() instanceof Conclusion conclusion) {
                  conclusions.put(conclusion, current);
                }
              }
            }
          });
      look.facts().forEach(session::insert);
      session.fireAllRules(FIRINGS);
      Set<Object> holding = new HashSet<>(session.getObjects());
      conclusions
          .keySet()
          .removeIf(conclusion -> !holding.contains(conclusion) || !ofRoom.test(conclusion));
      return explanation();
    } finally {
      session.dispose();
    }
  }

  private Explanation explanation() {
    List<Known> facts = new ArrayList<>();
    for (Object fact : look.facts()) {
      if (ofRoom.test(fact) || fact instanceof Daytime) {
        facts.add(known(fact));
      }
    }
    List<Followed> followed = new ArrayList<>();
    Set<String> speaking = new HashSet<>();
    conclusions.forEach(
        (conclusion, match) -> {
          String rule = look.rules().nameOf(match.getRule().getPackageName());
          speaking.add(rule);
          followed.add(new Followed(conclusion, rule, match.getRule().getName(), because(match)));
        });
    followed.sort(Comparator.comparing(Followed::rule).thenComparing(Followed::block));
    return new Explanation(room, facts, followed, rules(speaking));
  }

  /** The facts of a match; helper facts stand for those that led to them. */
  private List<Known> because(Match match) {
    Map<Object, Known> because = new LinkedHashMap<>();
    collect(match, because, new HashSet<>());
    return List.copyOf(because.values());
  }

  private void collect(Match match, Map<Object, Known> because, Set<Match> seen) {
    if (!seen.add(match)) {
      return;
    }
    for (Object fact : match.getObjects()) {
      Match led = matches.get(fact);
      if (led != null) {
        collect(led, because, seen);
      } else {
        because.put(fact, known(fact));
      }
    }
    for (String name : match.getDeclarationIds()) {
      if (comesAlong(match.getDeclarationValue(name))) {
        because.put(match.getDeclarationValue(name), known(match.getDeclarationValue(name)));
      }
    }
  }

  /** What a reading brings along, and a rule named. */
  private static boolean comesAlong(@Nullable Object value) {
    return value != null && COME_ALONG.contains(value.getClass());
  }

  private List<RuleState> rules(Set<String> speaking) {
    Set<String> kinds = new HashSet<>();
    for (Point point : facility.pointsOf(room)) {
      kinds.add(point.kind().id());
    }
    List<RuleState> states = new ArrayList<>();
    for (Map.Entry<String, RuleFiles> rule : look.rules().byPackage().entrySet()) {
      String name = rule.getValue().name();
      Set<String> lacking = new TreeSet<>();
      Set<String> asked = look.rules().kinds(look.rules().allBut(rule.getKey()));
      if (asked != null) {
        lacking.addAll(asked);
        lacking.removeAll(kinds);
      }
      if (look.without().contains(rule.getKey())) {
        String why = look.quarantine().getOrDefault(name, "");
        states.add(new RuleState(name, RuleState.State.QUARANTINED, why));
      } else if (speaking.contains(name)) {
        states.add(new RuleState(name, RuleState.State.SPEAKS, ""));
      } else if (!lacking.isEmpty()) {
        String why = "the room has no " + String.join(", ", lacking);
        states.add(new RuleState(name, RuleState.State.LACKING, why));
      } else {
        states.add(new RuleState(name, RuleState.State.SILENT, "its conditions do not hold"));
      }
    }
    return states;
  }

  /** The room that a fact or conclusion concerns; null for one of the whole ward. */
  private @Nullable String roomOf(Object fact) {
    if (fact instanceof Condition condition) {
      return condition.room();
    }
    if (fact instanceof Deadline deadline) {
      return deadline.room();
    }
    if (fact instanceof Desired desired) {
      Point point = facility.point(desired.point());
      return point == null ? null : point.room();
    }
    if (fact instanceof DeadlinePassed passed) {
      return passed.space().startsWith(room + "/") || passed.space().equals(room) ? room : null;
    }
    Object value = component(fact, "room");
    return value == null ? null : value.toString();
  }

  /** A fact in words: the fields of its record, without times that say nothing. */
  private static Known known(Object fact) {
    StringJoiner text = new StringJoiner(", ");
    RecordComponent[] components = fact.getClass().getRecordComponents();
    if (components == null) {
      return new Known(fact.getClass().getSimpleName(), String.valueOf(fact));
    }
    for (RecordComponent component : components) {
      if (fact instanceof Reading && COME_ALONG.contains(component.getType())) {
        continue;
      }
      text.add(component.getName() + " " + component(fact, component.getName()));
    }
    return new Known(fact.getClass().getSimpleName(), text.toString());
  }

  private static @Nullable Object component(Object fact, String name) {
    try {
      for (RecordComponent component :
          fact.getClass().isRecord()
              ? fact.getClass().getRecordComponents()
              : new RecordComponent[0]) {
        if (component.getName().equals(name)) {
          return component.getAccessor().invoke(fact);
        }
      }
      return null;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a fact cannot be read: " + fact.getClass(), e);
    }
  }
}
