package org.wardlight.rules.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of one rule: {@code <rule>/<rule>.drl} with its texts and scenarios beside it.
 *
 * @param name the directory's name, for example {@code bathroom-dwell}
 */
record RuleFiles(String name, Path folder) {
  /** The rules of a directory, by name. */
  static List<RuleFiles> in(Path directory) throws RuleSetException {
    List<RuleFiles> rules = new ArrayList<>();
    try (Stream<Path> folders = Files.list(directory)) {
      for (Path folder : folders.sorted().toList()) {
        RuleFiles rule = new RuleFiles(String.valueOf(folder.getFileName()), folder);
        if (Files.isRegularFile(rule.drl())) {
          rules.add(rule);
        } else if (Files.isDirectory(folder)) {
          throw new RuleSetException(folder.toString(), "there is no " + rule.drl().getFileName());
        }
      }
    } catch (IOException e) {
      throw new RuleSetException(directory.toString(), "cannot be read: " + e);
    }
    if (rules.isEmpty()) {
      throw new RuleSetException(directory.toString(), "holds no rule");
    }
    return rules;
  }

  Path drl() {
    return folder.resolve(name + ".drl");
  }

  Path texts() {
    return folder.resolve(name + ".texts.yaml");
  }

  Path scenarios() {
    return folder.resolve(name + ".scenarios.yaml");
  }

  /** The package that the rule's file must declare, so that a package tells the rule. */
  String packageName() {
    return "rules." + name.replace('-', '_');
  }
}
