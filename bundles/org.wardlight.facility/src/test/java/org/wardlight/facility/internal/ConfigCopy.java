package org.wardlight.facility.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A copy of the project's own device-configs in a test's directory, to be broken at will. */
record ConfigCopy(Path root) {
  static final Path ORIGINAL = Path.of("../../device-configs");
  static final String DEMO = "facilities/demo/";

  static ConfigCopy in(Path directory) {
    try (Stream<Path> all = Files.walk(ORIGINAL)) {
      for (Path from : all.toList()) {
        Path to = directory.resolve(ORIGINAL.relativize(from).toString());
        if (Files.isDirectory(from)) {
          Files.createDirectories(to);
        } else {
          Files.copy(from, to);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ConfigCopy(directory);
  }

  /** Replaces the first occurrence; the text must occur. */
  ConfigCopy edit(String file, String from, String to) {
    String text = read(file);
    int at = text.indexOf(from);
    if (at < 0) {
      throw new IllegalArgumentException("'" + from + "' does not occur in " + file);
    }
    return write(file, text.substring(0, at) + to + text.substring(at + from.length()));
  }

  String read(String file) {
    try {
      return Files.readString(root.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ConfigCopy write(String file, String text) {
    try {
      Files.writeString(root.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Path demo() {
    return root.resolve("facilities/demo");
  }

  FacilityReadout readout() {
    return FacilityReader.read(demo(), null);
  }

  /** The problems, with files relative to the copy. */
  List<String> problems() {
    return problems(readout());
  }

  List<String> problems(FacilityReadout readout) {
    return readout.problems().stream()
        .map(problem -> problem.toString().replace(root + "/", ""))
        .toList();
  }
}
