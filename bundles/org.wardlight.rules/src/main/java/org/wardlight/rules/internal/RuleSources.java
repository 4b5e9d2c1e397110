package org.wardlight.rules.internal;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The rule files of a directory as one immutable value: what is judged is what runs, whatever
 * happens to the files meanwhile.
 *
 * @param texts the files by path relative to the directory, {@code bed-exit/bed-exit.drl}
 */
record RuleSources(SortedMap<String, String> texts) {
  static final int MOST_FILES = 600;
  static final long MOST_BYTES = 1 << 20;

  private static final List<String> KINDS = List.of(".drl", ".texts.yaml", ".scenarios.yaml");

  RuleSources {
    texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
  }

  /** Reads a directory: each folder that holds files of its own name is a rule. */
  static RuleSources read(Path directory) throws RuleSetException {
    SortedMap<String, String> texts = new TreeMap<>();
    try {
      for (Path folder : folders(directory)) {
        String name = String.valueOf(folder.getFileName());
        for (String kind : KINDS) {
          String path = name + "/" + name + kind;
          if (Files.isRegularFile(directory.resolve(path))) {
            texts.put(path, text(directory, path));
          }
        }
        if (!texts.containsKey(name + "/" + name + ".drl")) {
          throw new RuleSetException(name, "there is no " + name + ".drl");
        }
      }
    } catch (IOException e) {
      throw new RuleSetException(directory.toString(), "cannot be read: " + e);
    }
    if (texts.isEmpty()) {
      throw new RuleSetException(directory.toString(), "holds no rule");
    }
    if (texts.size() > MOST_FILES) {
      throw new RuleSetException(directory.toString(), "holds more than " + MOST_FILES + " files");
    }
    return new RuleSources(texts);
  }

  private static List<Path> folders(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(Files::isDirectory)
          .filter(folder -> !String.valueOf(folder.getFileName()).startsWith("."))
          .sorted()
          .toList();
    }
  }

  private static String text(Path directory, String path) throws IOException, RuleSetException {
    Path file = directory.resolve(path);
    if (Files.size(file) > MOST_BYTES) {
      throw new RuleSetException(path, "is larger than 1 MiB");
    }
    try {
      return Files.readString(file);
    } catch (MalformedInputException e) {
      throw new RuleSetException(path, "is not UTF-8");
    }
  }

  /** What tells a change of a directory without reading its files: names, sizes and times. */
  static String glance(Path directory) {
    StringBuilder seen = new StringBuilder();
    try {
      for (Path folder : folders(directory)) {
        try (Stream<Path> files = Files.list(folder)) {
          for (Path file : files.sorted().toList()) {
            seen.append(file).append(' ').append(Files.size(file)).append(' ');
            seen.append(Files.getLastModifiedTime(file)).append('\n');
          }
        }
      }
    } catch (IOException e) {
      // A file that goes while it is looked at: the next glance tells.
      seen.append(e);
    }
    return seen.toString();
  }

  /** These files with some replaced, added, or (an empty text) left out. */
  RuleSources with(Map<String, String> changed) {
    SortedMap<String, String> result = new TreeMap<>(texts);
    changed.forEach(
        (path, text) -> {
          if (text.isEmpty()) {
            result.remove(path);
          } else {
            result.put(path, text);
          }
        });
    return new RuleSources(result);
  }

  /** The rules, by name. */
  List<RuleFiles> rules() {
    List<RuleFiles> rules = new ArrayList<>();
    for (Map.Entry<String, String> file : texts.entrySet()) {
      String path = file.getKey();
      if (path.endsWith(".drl")) {
        String base = path.substring(0, path.length() - ".drl".length());
        rules.add(
            new RuleFiles(
                path.substring(0, path.indexOf('/')),
                file.getValue(),
                texts.getOrDefault(base + ".texts.yaml", ""),
                texts.getOrDefault(base + ".scenarios.yaml", "")));
      }
    }
    return rules;
  }

  /** Writes the files below a directory, which is made if missing. */
  void writeTo(Path directory) throws IOException {
    for (Map.Entry<String, String> file : texts.entrySet()) {
      Path to = directory.resolve(file.getKey());
      Files.createDirectories(to.resolveSibling("."));
      Files.writeString(to, file.getValue());
    }
  }

  /** The same for the same files with the same content. */
  String fingerprint() {
    return hash(String.join("\0", texts.keySet()) + "\0\0" + String.join("\0", texts.values()));
  }

  static String hash(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)), 0, 12);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
