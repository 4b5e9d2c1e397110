package org.wardlight.api.rule;

/**
 * One mistake in a rule directory.
 *
 * @param file relative to the rule directory, {@code bathroom-dwell/bathroom-dwell.drl}
 * @param line from 1; 0 if it concerns the whole file
 * @param scenario the scenario that failed; empty if the mistake is in the file itself
 */
public record RuleProblem(String file, int line, String scenario, String message) {
  @Override
  public String toString() {
    return file
        + (line > 0 ? ":" + line : "")
        + ": "
        + (scenario.isEmpty() ? "" : "scenario \"" + scenario + "\": ")
        + message.strip();
  }
}
