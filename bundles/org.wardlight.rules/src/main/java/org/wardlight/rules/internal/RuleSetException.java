package org.wardlight.rules.internal;

import java.util.List;
import java.util.stream.Collectors;

/** A rule directory cannot be used; says every mistake with file and line. */
public final class RuleSetException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  RuleSetException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  RuleSetException(String file, String message) {
    this(List.of(new Problem(file, 0, message)));
  }

  public List<Problem> problems() {
    return problems;
  }

  /**
   * One mistake.
   *
   * @param line from 1; 0 if it concerns the whole file
   */
  public record Problem(String file, int line, String message) {
    @Override
    public String toString() {
      return file + (line > 0 ? ":" + line : "") + ": " + message.strip();
    }
  }
}
