package org.wardlight.web.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The import maps of the pages. Browsers take an import map only inline, and the content security
 * policy admits an inline script only by its hash: so the hashes of what the pages hold at start
 * are admitted, and nothing else.
 */
final class ImportMaps {
  private static final Pattern INLINE =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

  private ImportMaps() {}

  /** The sources for {@code script-src}, such as {@code 'sha256-…'}; empty if there is no map. */
  static SortedSet<String> hashes(Path pages) {
    SortedSet<String> hashes = new TreeSet<>();
    try (Stream<Path> files = Files.walk(pages, 2)) {
      List<Path> html = files.filter(file -> file.toString().endsWith(".html")).toList();
      for (Path page : html) {
        Matcher matcher = INLINE.matcher(Files.readString(page));
        while (matcher.find()) {
          hashes.add("'sha256-" + sha256(matcher.group(1)) + "'");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the pages in " + pages + " cannot be read", e);
    }
    return hashes;
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
