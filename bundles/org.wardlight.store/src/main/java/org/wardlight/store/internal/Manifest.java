package org.wardlight.store.internal;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a backup holds, as text that people can read too.
 *
 * @param created when it was made
 * @param sequence the last journal entry in it; 0 if the journal was empty
 * @param hash that entry's hash
 * @param files every file but the manifest itself
 */
record Manifest(Instant created, long sequence, String hash, List<Item> files) {
  /** The name of the manifest in the archive. */
  static final String NAME = "MANIFEST.txt";

  private static final Pattern TEXT =
      Pattern.compile(
          "wardlight-backup 1\\ncreated (\\S+)\\nsequence (\\d{1,18})\\nhash ([0-9a-f]{64})\\n"
              + "((?:file .*\\n)*)");
  private static final Pattern ITEM = Pattern.compile("file ([0-9a-f]{64}) (\\d{1,18}) (.+)");

  /**
   * A file.
   *
   * @param name where it belongs, below the data directory
   */
  record Item(String sha256, long size, String name) {
    Item {
      // What comes from an archive must not reach outside of the directory it is put into.
      Path path = Path.of(name);
      if (path.isAbsolute() || !path.normalize().equals(path) || name.startsWith("..")) {
        throw new IllegalArgumentException("the name " + name + " leads elsewhere");
      }
    }
  }

  Manifest {
    files = List.copyOf(files);
  }

  String text() {
    StringBuilder text =
        new StringBuilder("wardlight-backup 1\n")
            .append("created " + created + "\n")
            .append("sequence " + sequence + "\n")
            .append("hash " + hash + "\n");
    for (Item file : files) {
      text.append("file " + file.sha256() + " " + file.size() + " " + file.name() + "\n");
    }
    return text.toString();
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  static Manifest parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("the manifest is damaged or of a newer Wardlight");
    }
    List<Item> files = new ArrayList<>();
    for (String line : matcher.group(4).lines().toList()) {
      Matcher item = ITEM.matcher(line);
      if (!item.matches()) {
        throw new IllegalArgumentException("the manifest is damaged: " + line);
      }
      files.add(new Item(item.group(1), Long.parseLong(item.group(2)), item.group(3)));
    }
    try {
      Instant created = Instant.parse(matcher.group(1));
      return new Manifest(created, Long.parseLong(matcher.group(2)), matcher.group(3), files);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("the manifest is damaged: " + e.getMessage(), e);
    }
  }
}
