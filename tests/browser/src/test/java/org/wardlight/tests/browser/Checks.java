package org.wardlight.tests.browser;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The checks in {@code checks.js}, which run inside a page. */
final class Checks {
  private static final String SCRIPT = read();

  private Checks() {}

  /** Runs a check; returns what it found wrong. */
  static List<String> run(Page page, String name) {
    List<?> found = (List<?>) page.evaluate("async () => {" + SCRIPT + "\nreturn " + name + "();}");
    return found.stream().map(String::valueOf).toList();
  }

  private static String read() {
    try (InputStream in = Checks.class.getResourceAsStream("checks.js")) {
      return new String(
          Objects.requireNonNull(in, "checks.js is missing").readAllBytes(),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
