package org.wardlight.facility.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.wardlight.api.space.ConfigurationProblem;
import org.wardlight.facility.internal.Yaml.Place;

/** Collects what is wrong. */
final class Problems {
  private static final Comparator<ConfigurationProblem> BY_PLACE =
      Comparator.comparing(ConfigurationProblem::file)
          .thenComparingInt(ConfigurationProblem::line)
          .thenComparingInt(ConfigurationProblem::column);

  private final List<ConfigurationProblem> found = new ArrayList<>();
  private final Set<String> places = new HashSet<>();

  void add(String file, Place at, String message) {
    found.add(new ConfigurationProblem(file, at.line(), at.column(), message));
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

  List<ConfigurationProblem> sorted() {
    return found.stream().distinct().sorted(BY_PLACE).toList();
  }

  private static String key(String file, Place at) {
    return file + ":" + at.line() + ":" + at.column();
  }
}
