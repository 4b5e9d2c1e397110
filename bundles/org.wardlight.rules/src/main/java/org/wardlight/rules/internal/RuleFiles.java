package org.wardlight.rules.internal;

/**
 * The files of one rule: {@code <rule>/<rule>.drl} with its texts and scenarios beside it.
 *
 * @param name the directory's name, for example {@code bathroom-dwell}
 * @param drl its rules
 * @param texts its words; empty if there are none
 * @param scenarios its scenarios; empty if there are none
 */
record RuleFiles(String name, String drl, String texts, String scenarios) {
  String drlPath() {
    return name + "/" + name + ".drl";
  }

  String textsPath() {
    return name + "/" + name + ".texts.yaml";
  }

  String scenariosPath() {
    return name + "/" + name + ".scenarios.yaml";
  }

  /** The package that the rule's file must declare, so that a package tells the rule. */
  String packageName() {
    return "rules." + name.replace('-', '_');
  }
}
