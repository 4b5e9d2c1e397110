package org.wardlight.facility.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes the files of a configuration what they were. Nothing of what is there is touched before all
 * that is new lies on the disk beside it; begun again after a crash it comes to the same end.
 */
final class WriteBack {
  private final Map<Path, Path> copies = new LinkedHashMap<>();
  private final List<Path> surplus = new ArrayList<>();

  private WriteBack() {}

  /** The files that are there with those that were kept; what is of the distribution stays. */
  static Snapshot wanted(Layout layout, Snapshot present, Snapshot old) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    old.files()
        .forEach(
            (name, bytes) -> {
              if (!layout.isOfDistribution(name)) {
                files.put(name, bytes);
              }
            });
    present
        .files()
        .forEach(
            (name, bytes) -> {
              if (layout.isOfDistribution(name)) {
                files.put(name, bytes);
              }
            });
    return Snapshot.of(files);
  }

  /** Writes copies; should one fail, none is left. */
  static WriteBack prepare(Layout layout, Snapshot present, Snapshot wanted) throws IOException {
    WriteBack writing = new WriteBack();
    try {
      for (Map.Entry<String, byte[]> file : wanted.files().entrySet()) {
        if (!Arrays.equals(file.getValue(), present.files().get(file.getKey()))) {
          Path place = layout.place(file.getKey());
          Path directory = place.getParent();
          if (directory != null) {
            Files.createDirectories(directory);
          }
          writing.copies.put(place, DurableFiles.prepare(place, file.getValue()));
        }
      }
    } catch (IOException e) {
      writing.discard();
      throw e;
    }
    for (String name : present.names()) {
      if (!wanted.files().containsKey(name)) {
        writing.surplus.add(layout.place(name));
      }
    }
    return writing;
  }

  private void discard() throws IOException {
    for (Path copy : copies.values()) {
      Files.deleteIfExists(copy);
    }
  }

  /** Puts the copies in place and removes what did not belong to it. */
  void commit() throws IOException {
    for (Map.Entry<Path, Path> file : copies.entrySet()) {
      DurableFiles.replace(file.getValue(), file.getKey());
    }
    for (Path file : surplus) {
      Files.deleteIfExists(file);
    }
    for (Path file : copies.keySet()) {
      DurableFiles.sync(file);
    }
    for (Path file : surplus) {
      DurableFiles.sync(file);
    }
  }
}
