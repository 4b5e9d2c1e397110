package org.wardlight.web.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last deltas, for stations that come back. Not thread-safe. */
final class Ring {
  static final int MOST_DELTAS = 2_000;
  private static final int MOST_CHARS = 4 * 1024 * 1024;

  private final Deque<String> deltas = new ArrayDeque<>();
  private long last;
  private int chars;

  /** Adds the delta that follows the last one. */
  void add(String delta) {
    last++;
    deltas.addLast(delta);
    chars += delta.length();
    while (deltas.size() > MOST_DELTAS || chars > MOST_CHARS) {
      chars -= deltas.removeFirst().length();
    }
  }

  /** The number of the last delta; 0 before the first. */
  long last() {
    return last;
  }

  /** The deltas after this one, in order; null if they are not all here any more, or never were. */
  @Nullable List<String> after(long seq) {
    long missing = last - seq;
    if (missing < 0 || missing > deltas.size()) {
      return null;
    }
    List<String> all = new ArrayList<>((int) missing);
    int skip = deltas.size() - (int) missing;
    for (String delta : deltas) {
      if (skip-- <= 0) {
        all.add(delta);
      }
    }
    return all;
  }

  /** Forgets everything: a new epoch begins. */
  void clear() {
    deltas.clear();
    chars = 0;
    last = 0;
  }
}
