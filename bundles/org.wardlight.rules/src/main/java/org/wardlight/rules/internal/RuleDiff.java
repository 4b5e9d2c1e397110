package org.wardlight.rules.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What differs between two states of the rule files, as lines for people: of each changed file the
 * lines between its first and its last difference.
 */
final class RuleDiff {
  private static final int MOST_LINES = 2_000;

  private RuleDiff() {}

  static List<String> between(RuleSources before, RuleSources now) {
    List<String> lines = new ArrayList<>();
    SortedSet<String> paths = new TreeSet<>(before.texts().keySet());
    paths.addAll(now.texts().keySet());
    for (String path : paths) {
      String old = before.texts().getOrDefault(path, "");
      String changed = now.texts().getOrDefault(path, "");
      if (!old.equals(changed)) {
        lines.add("--- " + path);
        file(old.lines().toList(), changed.lines().toList(), lines);
      }
    }
    return lines.size() <= MOST_LINES ? lines : cut(lines);
  }

  private static void file(List<String> old, List<String> now, List<String> lines) {
    int same = 0;
    int shorter = Math.min(old.size(), now.size());
    while (same < shorter && old.get(same).equals(now.get(same))) {
      same++;
    }
    int tail = 0;
    while (tail < shorter - same
        && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
      tail++;
    }
    old.subList(same, old.size() - tail).forEach(line -> lines.add("-" + line));
    now.subList(same, now.size() - tail).forEach(line -> lines.add("+" + line));
  }

  private static List<String> cut(List<String> lines) {
    List<String> first = new ArrayList<>(lines.subList(0, MOST_LINES));
    first.add("… " + (lines.size() - MOST_LINES) + " more lines");
    return first;
  }
}
