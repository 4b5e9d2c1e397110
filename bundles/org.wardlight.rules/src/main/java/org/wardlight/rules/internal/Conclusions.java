package org.wardlight.rules.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wardlight.api.rule.Conclusion;
import org.wardlight.api.rule.Deadline;

/** What a ward's rules conclude now, and what of it has been told. Belongs to the ward's thread. */
final class Conclusions {
  private enum State {
    /** Holds, not told yet. */
    NEW,
    /** Holds and was told. */
    TOLD,
    /** Was told and holds no more. */
    ENDED
  }

  private final Map<Conclusion, State> states = new HashMap<>();
  private final List<Conclusion> touched = new ArrayList<>();
  private final List<Deadline> touchedDeadlines = new ArrayList<>();

  void began(Conclusion conclusion) {
    State state = states.get(conclusion);
    if (state == null) {
      states.put(conclusion, State.NEW);
    } else if (state == State.ENDED) {
      states.put(conclusion, State.TOLD);
    } else {
      return;
    }
    touch(conclusion);
  }

  void ended(Conclusion conclusion) {
    State state = states.get(conclusion);
    if (state == State.NEW) {
      states.remove(conclusion);
    } else if (state == State.TOLD) {
      states.put(conclusion, State.ENDED);
    } else {
      return;
    }
    touch(conclusion);
  }

  private void touch(Conclusion conclusion) {
    touched.add(conclusion);
    if (conclusion instanceof Deadline deadline) {
      touchedDeadlines.add(deadline);
    }
  }

  /** Nothing holds until it is concluded again: the session begins anew. */
  void endAll() {
    for (Conclusion conclusion : List.copyOf(states.keySet())) {
      ended(conclusion);
    }
  }

  boolean holds(Conclusion conclusion) {
    State state = states.get(conclusion);
    return state != null && state != State.ENDED;
  }

  /** Everything that holds now. */
  Set<Conclusion> holding() {
    Set<Conclusion> holding = new LinkedHashSet<>();
    states.forEach(
        (conclusion, state) -> {
          if (state != State.ENDED) {
            holding.add(conclusion);
          }
        });
    return holding;
  }

  /** The running clocks that may have begun or ended since the last call; one may come twice. */
  List<Deadline> takeTouchedDeadlines() {
    if (touchedDeadlines.isEmpty()) {
      return List.of();
    }
    List<Deadline> taken = List.copyOf(touchedDeadlines);
    touchedDeadlines.clear();
    return taken;
  }

  /** What began and ended, net, since the last call. */
  Changes takeChanges() {
    if (touched.isEmpty()) {
      return Changes.NONE;
    }
    List<Conclusion> began = new ArrayList<>();
    List<Conclusion> ended = new ArrayList<>();
    for (Conclusion conclusion : touched) {
      State state = states.get(conclusion);
      if (state == State.NEW) {
        states.put(conclusion, State.TOLD);
        began.add(conclusion);
      } else if (state == State.ENDED) {
        states.remove(conclusion);
        ended.add(conclusion);
      }
    }
    touched.clear();
    return new Changes(began, ended);
  }

  /** What began and ended. */
  record Changes(List<Conclusion> began, List<Conclusion> ended) {
    static final Changes NONE = new Changes(List.of(), List.of());

    boolean none() {
      return began.isEmpty() && ended.isEmpty();
    }
  }
}
