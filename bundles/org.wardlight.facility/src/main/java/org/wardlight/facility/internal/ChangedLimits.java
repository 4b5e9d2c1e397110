package org.wardlight.facility.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.space.CareLimits.Change;

/**
 * Limits that people changed; immutable.
 *
 * @param held what counts instead of what the configuration says
 * @param history what was changed, the oldest first; what is recorded and older than the last
 *     {@link #KEPT} is left to the journal
 */
record ChangedLimits(List<Change> held, List<Change> history) {
  static final int KEPT = 1_000;
  static final ChangedLimits NONE = new ChangedLimits(List.of(), List.of());

  ChangedLimits {
    held = List.copyOf(held);
    history = List.copyOf(history);
  }

  /** What counts for a resident, by name of the limit. */
  Map<String, Change> of(String resident) {
    return held.stream()
        .filter(change -> change.resident().equals(resident))
        .collect(Collectors.toMap(Change::limit, c -> c, (a, b) -> b, TreeMap::new));
  }

  List<Change> expired(Instant now) {
    return held.stream().filter(c -> c.until() != null && !c.until().isAfter(now)).toList();
  }

  List<Change> unrecorded() {
    return history.stream().filter(c -> !c.recorded()).toList();
  }

  /**
   * With some more.
   *
   * @param hold whether they count from now on, rather than what the configuration says
   */
  ChangedLimits with(List<Change> changes, boolean hold) {
    List<Change> counting = new ArrayList<>(held);
    for (Change change : changes) {
      counting.removeIf(
          old -> old.resident().equals(change.resident()) && old.limit().equals(change.limit()));
    }
    List<Change> all = new ArrayList<>(history);
    all.addAll(changes);
    for (int i = 0; all.size() > KEPT && i < all.size(); ) {
      if (all.get(i).recorded()) {
        Change unused = all.remove(i);
      } else {
        i++;
      }
    }
    if (hold) {
      counting.addAll(changes);
    }
    return new ChangedLimits(counting, all);
  }

  ChangedLimits recorded(List<Change> changes) {
    Set<Change> are = Set.copyOf(changes);
    UnaryOperator<Change> mark = c -> are.contains(c) ? dated(c, c.at(), c.until(), true) : c;
    return new ChangedLimits(held.stream().map(mark).toList(), history.stream().map(mark).toList());
  }

  /** What a wrong clock put into the future lasts as long as it was meant to, from now. */
  ChangedLimits notLaterThan(Instant now) {
    UnaryOperator<Change> begin =
        c ->
            c.until() != null && c.at().isAfter(now)
                ? dated(c, now, now.plus(Duration.between(c.at(), c.until())), c.recorded())
                : c;
    return new ChangedLimits(held.stream().map(begin).toList(), history);
  }

  private static Change dated(Change c, Instant at, @Nullable Instant until, boolean recorded) {
    return new Change(
        at, c.resident(), c.limit(), c.from(), c.to(), c.by(), c.reason(), until, recorded);
  }
}
