package org.wardlight.facility.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wardlight.facility.internal.Yaml.Place;

/** Gives out the files of a snapshot; whatever cannot be read is reported. */
final class ConfigFiles {
  private final Layout layout;
  private final Snapshot snapshot;
  private final Problems problems;

  ConfigFiles(Layout layout, Snapshot snapshot, Problems problems) {
    this.layout = layout;
    this.snapshot = snapshot;
    this.problems = problems;
  }

  /** A file of the facility's own directory. */
  Path own(String name) {
    return layout.place(Layout.FACILITY + "/" + name);
  }

  /** What facilities share: two levels up or, if it is not there, in the distribution. */
  Path shared(String name) {
    return layout.place(name);
  }

  /** Whether the file is there, readable or not. */
  boolean exists(Path path) {
    return snapshot.names().contains(layout.name(path));
  }

  /** The {@code .yaml} files of a directory by name; each other spelling of it is reported. */
  List<Path> yamlFiles(Path directory) {
    String name = layout.name(directory);
    if (!snapshot.hasDirectory(name)) {
      problems.add(directory.toString(), Place.START, "this directory is missing or unreadable");
      return List.of();
    }
    List<Path> yaml = new ArrayList<>();
    for (String file : snapshot.names()) {
      if (file.startsWith(name + "/") && file.indexOf('/', name.length() + 1) < 0) {
        Path path = layout.place(file);
        if (file.endsWith(".yaml")) {
          yaml.add(path);
        } else {
          problems.add(
              path.toString(), Place.START, "only files ending in .yaml are read: rename it");
        }
      }
    }
    return yaml;
  }

  /** The text of a file; null if it cannot be read, which has then been reported. */
  @Nullable String text(Path path) {
    String name = layout.name(path);
    byte[] bytes = snapshot.files().get(name);
    if (bytes == null) {
      problems.add(
          path.toString(),
          Place.START,
          snapshot.unreadable().getOrDefault(name, "this file is missing"));
      return null;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      problems.add(path.toString(), Place.START, "the file is not UTF-8: save it as UTF-8");
      return null;
    }
  }
}
