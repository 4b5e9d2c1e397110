package org.wardlight.rules.internal;

import java.nio.file.Path;

/** The shipped rules, compiled once for all tests. */
final class ShippedRules {
  static final Path DIRECTORY = Path.of("../../rules-drl");
  static final RuleSet COMPILED = compile();

  private ShippedRules() {}

  private static RuleSet compile() {
    try {
      return RuleSet.compile(RuleSources.read(DIRECTORY));
    } catch (RuleSetException e) {
      throw new IllegalStateException(e);
    }
  }
}
