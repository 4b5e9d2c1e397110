package org.wardlight.rules.internal;

import java.util.List;
import java.util.stream.Collectors;
import org.wardlight.api.rule.RuleProblem;

/** A rule directory cannot be used; says every mistake with file and line. */
final class RuleSetException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<RuleProblem> problems;

  RuleSetException(List<RuleProblem> problems) {
    super(problems.stream().map(RuleProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  RuleSetException(String file, String message) {
    this(file, 0, message);
  }

  RuleSetException(String file, int line, String message) {
    this(List.of(new RuleProblem(file, line, "", message)));
  }

  List<RuleProblem> problems() {
    return problems;
  }
}
