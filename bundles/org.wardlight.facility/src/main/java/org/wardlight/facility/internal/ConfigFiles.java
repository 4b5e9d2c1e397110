package org.wardlight.facility.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wardlight.facility.internal.Yaml.Place;

/** Finds and reads files; whatever cannot be read is reported. */
final class ConfigFiles {
  static final long MAX_BYTES = 4L << 20;

  private final Path facility;
  private final @Nullable Path fallback;
  private final Problems problems;

  ConfigFiles(Path facility, @Nullable Path fallback, Problems problems) {
    this.facility = facility;
    this.fallback = fallback;
    this.problems = problems;
  }

  /** A file of the facility's own directory. */
  Path own(String name) {
    return facility.resolve(name);
  }

  /** What facilities share: two levels up or, if it is not there, in the distribution. */
  Path shared(String name) {
    Path parent = facility.toAbsolutePath().normalize().getParent();
    Path above = parent == null ? null : parent.getParent();
    Path near = above == null ? facility.resolve(name) : above.resolve(name);
    return fallback == null || Files.exists(near) ? near : fallback.resolve(name);
  }

  /** The {@code .yaml} files of a directory by name; each other spelling of it is reported. */
  List<Path> yamlFiles(Path directory) {
    List<Path> all;
    try (Stream<Path> entries = Files.list(directory)) {
      all = entries.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      problems.add(directory.toString(), Place.START, "this directory is missing or unreadable");
      return List.of();
    }
    for (Path path : all) {
      String name = String.valueOf(path.getFileName());
      if (name.matches("(?i).*\\.(yml|yaml|json)") && !name.endsWith(".yaml")) {
        problems.add(
            path.toString(), Place.START, "only files ending in .yaml are read: rename it");
      }
    }
    return all.stream().filter(path -> path.toString().endsWith(".yaml")).toList();
  }

  /** The text of a file; null if it cannot be read, which has then been reported. */
  @Nullable String text(Path path) {
    try {
      if (!Files.exists(path)) {
        problems.add(path.toString(), Place.START, "this file is missing");
        return null;
      }
      if (Files.size(path) > MAX_BYTES) {
        problems.add(path.toString(), Place.START, "the file is larger than 4 MiB: split it");
        return null;
      }
      byte[] bytes = Files.readAllBytes(path);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      problems.add(path.toString(), Place.START, "the file is not UTF-8: save it as UTF-8");
    } catch (IOException e) {
      problems.add(path.toString(), Place.START, "the file cannot be read: " + e.getMessage());
    }
    return null;
  }
}
