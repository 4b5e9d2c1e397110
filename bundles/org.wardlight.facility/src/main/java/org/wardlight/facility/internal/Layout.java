package org.wardlight.facility.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of a facility lie, and what they are called wherever they lie: {@code
 * facility/wards/ward-a.yaml}, {@code types/fan-coil.yaml}, {@code point-kinds.yaml}.
 */
final class Layout {
  /** The name of the facility's own directory. */
  static final String FACILITY = "facility";

  static final String POINT_KINDS = "point-kinds.yaml";
  static final String TYPES = "types";
  static final String SCHEMA = "schema";

  private final Map<String, Path> roots = new LinkedHashMap<>();
  private final Set<String> ofDistribution = new LinkedHashSet<>();

  /**
   * Looks for the parts.
   *
   * @param directory the facility's own directory
   * @param fallback where the parts that facilities share are taken from if they are not two levels
   *     above the directory; null for nowhere
   */
  Layout(Path directory, @Nullable Path fallback) {
    Path parent = directory.toAbsolutePath().normalize().getParent();
    Path above = parent == null ? null : parent.getParent();
    for (String name : List.of(POINT_KINDS, TYPES, SCHEMA)) {
      Path near = (above == null ? directory : above).resolve(name);
      if (fallback == null || Files.exists(near)) {
        roots.put(name, near);
      } else {
        roots.put(name, fallback.resolve(name));
        ofDistribution.add(name);
      }
    }
    // Last, for a directory without two levels above holds the others.
    roots.put(FACILITY, directory);
  }

  /** Where the file or directory with this name lies. */
  Path place(String name) {
    String root = root(name);
    Path at = roots.get(root);
    if (at == null) {
      throw new IllegalArgumentException("'" + name + "' is in no part of a configuration");
    }
    return root.equals(name) ? at : at.resolve(name.substring(root.length() + 1));
  }

  /** What the file or directory that lies here is called. */
  String name(Path place) {
    for (Map.Entry<String, Path> root : roots.entrySet()) {
      if (place.equals(root.getValue())) {
        return root.getKey();
      }
      if (place.startsWith(root.getValue())) {
        String rest = root.getValue().relativize(place).toString().replace('\\', '/');
        return root.getKey() + "/" + rest;
      }
    }
    throw new IllegalArgumentException(place + " is in no part of the configuration");
  }

  /** Whether the file comes with the program: it is read, but never written. */
  boolean isOfDistribution(String name) {
    return ofDistribution.contains(root(name));
  }

  private static String root(String name) {
    int slash = name.indexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }
}
