package org.wardlight.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of all bundles, by PID and key: the defaults of the distribution, then the
 * facility's {@code server.properties}, then what the command line says. {@code ${home}}, {@code
 * ${config}} and {@code ${data}} stand for the three directories.
 */
final class Settings {
  private static final Pattern NAME = Pattern.compile("([a-z][a-zA-Z0-9.]*)/([a-z][a-zA-Z0-9.]*)");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-z]+)}");

  private final SortedMap<String, SortedMap<String, String>> byPid = new TreeMap<>();
  private final Map<String, String> directories;

  Settings(Path home, Path config, Path data) {
    directories =
        Map.of("home", home.toString(), "config", config.toString(), "data", data.toString());
  }

  /** Reads a file of lines {@code pid/key = value}; later settings replace earlier ones. */
  void read(Path file) throws IOException, UsageException {
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      lines.load(reader);
    } catch (IllegalArgumentException e) {
      throw new UsageException(file + ": " + e.getMessage());
    }
    for (String name : lines.stringPropertyNames()) {
      set(name, lines.getProperty(name), file.toString());
    }
  }

  /** Takes settings of the form {@code pid/key=value}. */
  void take(List<String> assignments) throws UsageException {
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 0) {
        throw new UsageException("--set " + assignment + ": expected pid/key=value");
      }
      set(assignment.substring(0, equals), assignment.substring(equals + 1), "--set");
    }
  }

  private void set(String name, String value, String where) throws UsageException {
    Matcher matcher = NAME.matcher(name.strip());
    if (!matcher.matches()) {
      throw new UsageException(
          where
              + ": '"
              + name
              + "' is no setting; expected pid/key such as org.wardlight.web/port");
    }
    byPid
        .computeIfAbsent(matcher.group(1), pid -> new TreeMap<>())
        .put(matcher.group(2), expand(value.strip(), where + ": " + name));
  }

  private String expand(String value, String where) throws UsageException {
    Matcher matcher = PLACEHOLDER.matcher(value);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      String directory = directories.get(matcher.group(1));
      if (directory == null) {
        throw new UsageException(
            where + ": ${" + matcher.group(1) + "} is unknown; there are home, config and data");
      }
      matcher.appendReplacement(out, Matcher.quoteReplacement(directory));
    }
    return matcher.appendTail(out).toString();
  }

  /** The value of a setting, or the empty string. */
  String get(String pid, String key) {
    SortedMap<String, String> settings = byPid.get(pid);
    String value = settings == null ? null : settings.get(key);
    return value == null ? "" : value;
  }

  /**
   * Writes the settings as the files that Felix ConfigAdmin reads when it starts ({@code
   * felix.cm.dir}), so that no component ever starts with settings that come later.
   *
   * @param wanted says which PIDs
   */
  void writeTo(Path directory, Predicate<String> wanted) throws IOException {
    for (Map.Entry<String, SortedMap<String, String>> entry : byPid.entrySet()) {
      if (!wanted.test(entry.getKey())) {
        continue;
      }
      Path file = directory.resolve(entry.getKey().replace('.', '/') + ".config");
      StringBuilder text = new StringBuilder();
      text.append("service.pid=").append(quoted(entry.getKey())).append('\n');
      entry
          .getValue()
          .forEach((key, value) -> text.append(key).append('=').append(quoted(value)).append('\n'));
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, text);
    }
  }

  private static String quoted(String value) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\' || c == '=' || c == ' ') {
        out.append('\\');
      }
      out.append(c);
    }
    return out.append('"').toString();
  }
}
