package org.wardlight.facility.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.wardlight.facility.internal.Yaml.Place;

/** Collects what is wrong. */
final class Problems {
  private final List<Problem> found = new ArrayList<>();
  private final Set<String> places = new HashSet<>();

  void add(String file, Place at, String message) {
    found.add(new Problem(file, at.line(), at.column(), message));
    places.add(key(file, at));
  }

  /** Adds what only follows from a mistake if that mistake has not been reported already. */
  void addUnlessKnown(String file, Place at, String message) {
    if (!places.contains(key(file, at))) {
      add(file, at, message);
    }
  }

  boolean none() {
    return found.isEmpty();
  }

  List<Problem> sorted() {
    return found.stream().distinct().sorted(Problem.BY_PLACE).toList();
  }

  private static String key(String file, Place at) {
    return file + ":" + at.line() + ":" + at.column();
  }
}
