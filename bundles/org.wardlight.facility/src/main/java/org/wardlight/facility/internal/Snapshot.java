package org.wardlight.facility.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All files of a configuration as they stood at one moment, by name. What is compared, read, kept
 * and brought back is always the same bytes.
 */
final class Snapshot {
  static final long MAX_BYTES = 4L << 20;
  static final long MAX_TOTAL_BYTES = 32L << 20;

  /** Which directories are looked into, and how deep. */
  private static final Map<String, Integer> DEPTHS =
      Map.of(Layout.FACILITY, 1, Layout.FACILITY + "/wards", 1, Layout.TYPES, 2, Layout.SCHEMA, 1);

  private final SortedMap<String, byte[]> files;
  private final Map<String, String> unreadable;
  private final Set<String> directories;
  private final String digest;

  private Snapshot(
      SortedMap<String, byte[]> files, Map<String, String> unreadable, Set<String> directories) {
    this.files = files;
    this.unreadable = unreadable;
    this.directories = directories;
    this.digest = digest(files, unreadable);
  }

  /** A snapshot of these files, whose directories are all there. */
  static Snapshot of(SortedMap<String, byte[]> files) {
    return new Snapshot(files, Map.of(), DEPTHS.keySet());
  }

  /** Reads every file; one that cannot be read is noted with the reason. */
  static Snapshot take(Layout layout) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    Map<String, String> unreadable = new TreeMap<>();
    Set<String> directories = new TreeSet<>();
    long total = 0;
    for (Path path : list(layout, directories)) {
      String name = layout.name(path);
      try {
        long size = Files.size(path);
        total += size;
        if (size > MAX_BYTES) {
          unreadable.put(name, "the file is larger than 4 MiB: split it");
        } else if (total > MAX_TOTAL_BYTES) {
          unreadable.put(name, "the files up to this one are larger than 32 MiB: that is too much");
        } else {
          files.put(name, Files.readAllBytes(path));
        }
      } catch (IOException e) {
        unreadable.put(name, "the file cannot be read: " + e.getMessage());
      }
    }
    return new Snapshot(files, unreadable, directories);
  }

  /**
   * What the file system says of every file, without reading them: as long as it says the same,
   * they are the same.
   */
  static Marks marks(Layout layout) {
    SortedMap<Path, Mark> marks = new TreeMap<>();
    for (Path path : list(layout, new TreeSet<>())) {
      try {
        BasicFileAttributes is = Files.readAttributes(path, BasicFileAttributes.class);
        // An editor that renames a copy over the file may keep the time, but not the key.
        marks.put(
            path,
            new Mark(is.size(), is.lastModifiedTime().toInstant(), String.valueOf(is.fileKey())));
      } catch (IOException e) {
        // It went between listing and looking: the next look will tell.
        marks.put(path, new Mark(-1, Instant.EPOCH, ""));
      }
    }
    return new Marks(marks);
  }

  private record Mark(long size, Instant modified, String key) {}

  /** See {@link #marks}. */
  record Marks(SortedMap<Path, Mark> files) {
    /** Whether a file was written within this time. */
    boolean writtenBetween(Instant from, Instant to) {
      return files.values().stream()
          .anyMatch(mark -> !mark.modified.isBefore(from) && !mark.modified.isAfter(to));
    }
  }

  /** The files that may belong to a configuration; names with a dot before them never do. */
  private static List<Path> list(Layout layout, Set<String> directories) {
    Set<Path> found = new TreeSet<>();
    DEPTHS.forEach(
        (name, depth) -> {
          Path directory = layout.place(name);
          try (Stream<Path> all = Files.walk(directory, depth, FileVisitOption.FOLLOW_LINKS)) {
            all.filter(Snapshot::belongs).forEach(found::add);
            directories.add(name);
          } catch (IOException | UncheckedIOException e) {
            directories.remove(name);
          }
        });
    Path kinds = layout.place(Layout.POINT_KINDS);
    if (Files.exists(kinds)) {
      found.add(kinds);
    }
    return new ArrayList<>(found);
  }

  private static boolean belongs(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.matches("(?i)[^.].*\\.(yml|yaml|json)") && Files.isRegularFile(path);
  }

  /** The files by name. */
  SortedMap<String, byte[]> files() {
    return Collections.unmodifiableSortedMap(files);
  }

  /** The names of all files, also of those that could not be read. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(files.keySet());
    names.addAll(unreadable.keySet());
    return names;
  }

  boolean hasDirectory(String name) {
    return directories.contains(name);
  }

  /** Why a file could not be read, by name. */
  Map<String, String> unreadable() {
    return Collections.unmodifiableMap(unreadable);
  }

  /** The same for the same names and bytes, and only for them. */
  String digest() {
    return digest;
  }

  private static String digest(SortedMap<String, byte[]> files, Map<String, String> unreadable) {
    MessageDigest sum;
    try {
      sum = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    files.forEach(
        (name, bytes) -> {
          sum.update((name + "\n" + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
          sum.update(bytes);
        });
    unreadable.forEach(
        (name, why) -> sum.update((name + "\n" + why + "\n").getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(sum.digest());
  }
}
