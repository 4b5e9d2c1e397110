package org.wardlight.rules.internal;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.rule.RuleProblem;
import org.wardlight.api.rule.RuleSetInfo;
import org.wardlight.api.rule.RuleSetInfo.State;

/**
 * What was decided about rules, and the files of the set in force, kept in the data directory. A
 * failure to write is logged and told to nobody else: it must not keep good rules from running. For
 * one thread.
 */
final class KeptRules {
  static final int MOST_ENTRIES = 100;

  private static final Logger LOG = LoggerFactory.getLogger(KeptRules.class);
  private static final String SUFFIX = ".properties";

  private final @Nullable Path directory;
  private final List<RuleSetInfo> history = new ArrayList<>();

  /**
   * Reads what is kept.
   *
   * @param directory null to keep nothing
   */
  KeptRules(@Nullable Path directory) {
    this.directory = directory;
    if (directory != null && Files.isDirectory(directory)) {
      read(directory);
    }
  }

  private void read(Path from) {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
        try (Reader reader = Files.newBufferedReader(file)) {
          Properties entry = new Properties();
          entry.load(reader);
          history.add(info(entry));
        } catch (IllegalArgumentException | DateTimeException e) {
          LOG.warn("{} is left out of the history of the rules: {}", file, e.toString());
        }
      }
    } catch (IOException e) {
      LOG.warn("the history of the rules cannot be read: {}", e.toString());
    }
    history.sort(Comparator.comparingLong(RuleSetInfo::number).reversed());
  }

  /** What was decided, newest first. */
  List<RuleSetInfo> history() {
    return List.copyOf(history);
  }

  long nextNumber() {
    return history.isEmpty() ? 1 : history.get(0).number() + 1;
  }

  /** The set that was in force last. */
  @Nullable RuleSetInfo lastRunning() {
    return history.stream().filter(i -> i.state() == State.RUNNING).findFirst().orElse(null);
  }

  /**
   * The files of the set that was in force last; null if they cannot be read or are not the same.
   */
  @Nullable RuleSources lastSources() {
    RuleSetInfo info = lastRunning();
    if (info == null || directory == null) {
      return null;
    }
    try {
      RuleSources sources = RuleSources.read(files(directory, info));
      if (sources.fingerprint().equals(info.fingerprint())) {
        return sources;
      }
      LOG.warn("the kept rules of set {} have been changed; they are not used", info.number());
    } catch (RuleSetException e) {
      LOG.warn("the kept rules of set {} cannot be read: {}", info.number(), e.getMessage());
    }
    return null;
  }

  /** Keeps a decision; replaces an earlier one with the same number. */
  void keep(RuleSetInfo info, @Nullable RuleSources sources) {
    history.removeIf(other -> other.number() == info.number());
    history.add(info);
    history.sort(Comparator.comparingLong(RuleSetInfo::number).reversed());
    if (directory == null) {
      trim(null);
      return;
    }
    try {
      Files.createDirectories(directory);
      if (sources != null && info.state() == State.RUNNING) {
        sources.writeTo(files(directory, info));
      }
      Path file = directory.resolve(info.number() + SUFFIX);
      Path beside = directory.resolve(info.number() + ".new");
      try (Writer writer = Files.newBufferedWriter(beside)) {
        entry(info).store(writer, null);
      }
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      trim(directory);
    } catch (IOException e) {
      LOG.warn("the decision about rule set {} cannot be kept: {}", info.number(), e.toString());
    }
  }

  private void trim(@Nullable Path from) {
    while (history.size() > MOST_ENTRIES) {
      RuleSetInfo oldest = history.remove(history.size() - 1);
      if (from != null) {
        delete(from.resolve(oldest.number() + SUFFIX));
      }
    }
    if (from != null) {
      Set<String> wanted = new HashSet<>();
      history.stream()
          .filter(info -> info.state() == State.RUNNING)
          .forEach(info -> wanted.add(info.fingerprint()));
      try (Stream<Path> sets = Files.list(from)) {
        sets.filter(Files::isDirectory)
            .filter(set -> !wanted.contains(String.valueOf(set.getFileName())))
            .forEach(KeptRules::delete);
      } catch (IOException e) {
        LOG.debug("old rule files stay", e);
      }
    }
  }

  private static void delete(Path tree) {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      LOG.debug("{} stays", tree, e);
    }
  }

  private static Path files(Path directory, RuleSetInfo info) {
    return directory.resolve(info.fingerprint());
  }

  // --- as properties ----------------------------------------------------------------------------

  private static Properties entry(RuleSetInfo info) {
    Properties entry = new Properties();
    entry.setProperty("number", String.valueOf(info.number()));
    entry.setProperty("fingerprint", info.fingerprint());
    entry.setProperty("state", info.state().name());
    entry.setProperty("found", info.found().toString());
    entry.setProperty("decided", info.decided().toString());
    entry.setProperty("by", info.by());
    entry.setProperty("rules", String.join("\n", info.rules()));
    entry.setProperty("changes", String.join("\n", info.changes()));
    entry.setProperty("problems", String.valueOf(info.problems().size()));
    for (int i = 0; i < info.problems().size(); i++) {
      RuleProblem problem = info.problems().get(i);
      entry.setProperty("problem." + i + ".file", problem.file());
      entry.setProperty("problem." + i + ".line", String.valueOf(problem.line()));
      entry.setProperty("problem." + i + ".scenario", problem.scenario());
      entry.setProperty("problem." + i + ".message", problem.message());
    }
    return entry;
  }

  private static RuleSetInfo info(Properties entry) {
    List<RuleProblem> problems = new ArrayList<>();
    int count = Integer.parseInt(entry.getProperty("problems", "0"));
    for (int i = 0; i < count; i++) {
      problems.add(
          new RuleProblem(
              entry.getProperty("problem." + i + ".file", ""),
              Integer.parseInt(entry.getProperty("problem." + i + ".line", "0")),
              entry.getProperty("problem." + i + ".scenario", ""),
              entry.getProperty("problem." + i + ".message", "")));
    }
    return new RuleSetInfo(
        Long.parseLong(entry.getProperty("number", "")),
        entry.getProperty("fingerprint", ""),
        State.valueOf(entry.getProperty("state", "")),
        Instant.parse(entry.getProperty("found", "")),
        Instant.parse(entry.getProperty("decided", "")),
        entry.getProperty("by", ""),
        lines(entry.getProperty("rules", "")),
        problems,
        lines(entry.getProperty("changes", "")));
  }

  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
  }
}
