package org.wardlight.store.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Checkpoints as files: one a month, one line each, beside the public keys that verify them. */
final class CheckpointFiles {
  private static final String SUFFIX = ".txt";

  private CheckpointFiles() {}

  static void append(Path directory, Checkpoint checkpoint) throws IOException {
    String month = checkpoint.time().toString().substring(0, 7);
    Path file = directory.resolve("checkpoints-" + month + SUFFIX);
    // A line torn by a kill ends here, so that this one stands by itself.
    boolean torn = Files.exists(file) && !endsWithNewline(file);
    DurableFiles.append(file, ((torn ? "\n" : "") + checkpoint.line() + "\n").getBytes(UTF_8));
  }

  private static boolean endsWithNewline(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return bytes.length == 0 || bytes[bytes.length - 1] == '\n';
  }

  /**
   * The checkpoints of a file, or of all files of a directory. What is no checkpoint (a heading, a
   * note on the print-out, a torn line) is passed over.
   */
  static List<Checkpoint> read(Path fileOrDirectory) throws IOException {
    List<Checkpoint> checkpoints = new ArrayList<>();
    for (Path file : files(fileOrDirectory, SUFFIX)) {
      for (String line : Files.readAllLines(file)) {
        try {
          checkpoints.add(Checkpoint.parse(line));
        } catch (IllegalArgumentException e) {
          // No checkpoint: somebody's words.
        }
      }
    }
    return checkpoints;
  }

  /** The public keys of a file, or of all files of a directory, by id. */
  static Map<String, PublicKey> keys(Path fileOrDirectory) throws IOException {
    Map<String, PublicKey> keys = new HashMap<>();
    for (Path file : files(fileOrDirectory, SigningKey.PUBLIC_SUFFIX)) {
      PublicKey key = SigningKey.readPublic(file);
      keys.put(SigningKey.id(key), key);
    }
    return keys;
  }

  private static List<Path> files(Path fileOrDirectory, String suffix) throws IOException {
    if (!Files.isDirectory(fileOrDirectory)) {
      return List.of(fileOrDirectory);
    }
    try (Stream<Path> all = Files.list(fileOrDirectory)) {
      return all.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }
}
