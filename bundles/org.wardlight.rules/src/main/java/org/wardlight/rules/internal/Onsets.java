package org.wardlight.rules.internal;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wardlight.api.rule.Lasting;
import org.wardlight.api.rule.Onset;

/**
 * What goes on in a ward while readings change: of each kind and space the first onset counts until
 * none is left. Belongs to the ward's thread.
 */
final class Onsets {
  private final Map<Key, Set<Onset>> holding = new HashMap<>();
  private final Set<Key> touched = new LinkedHashSet<>();

  /** The key of the fact. */
  record Key(String kind, String space) {
    static Key of(Onset onset) {
      return new Key(onset.kind(), onset.space());
    }
  }

  void began(Onset onset) {
    Key key = Key.of(onset);
    if (holding.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(onset)) {
      touched.add(key);
    }
  }

  void ended(Onset onset) {
    Key key = Key.of(onset);
    Set<Onset> left = holding.get(key);
    if (left != null && left.remove(onset)) {
      touched.add(key);
      if (left.isEmpty()) {
        holding.remove(key);
      }
    }
  }

  /** Nothing goes on until it is concluded again: the session begins anew. */
  void endAll() {
    touched.addAll(holding.keySet());
    holding.clear();
  }

  /** A fact that another session left: it stands if it is concluded again. */
  void carried(Key key) {
    touched.add(key);
  }

  /**
   * Follows what the session concluded.
   *
   * @return whether facts changed, so that the session must fire again
   */
  boolean follow(WardSession session) {
    if (touched.isEmpty()) {
      return false;
    }
    boolean changed = false;
    List<Key> keys = List.copyOf(touched);
    touched.clear();
    for (Key key : keys) {
      Set<Onset> onsets = holding.get(key);
      boolean known = session.fact(key) != null;
      if (onsets != null && !known) {
        Onset first = onsets.iterator().next();
        session.put(key, new Lasting(first.kind(), first.room(), first.space(), first.since()));
        changed = true;
      } else if (onsets == null && known) {
        session.remove(key);
        changed = true;
      }
    }
    return changed;
  }
}
