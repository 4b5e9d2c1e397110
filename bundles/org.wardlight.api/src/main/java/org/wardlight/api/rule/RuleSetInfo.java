package org.wardlight.api.rule;

import java.time.Instant;
import java.util.List;

/**
 * A set of rule files as it was found, at one time.
 *
 * @param number counts up from 1, across restarts
 * @param fingerprint the same for the same files with the same content
 * @param found when the server found it
 * @param decided when it came to its state
 * @param by user name of who approved or rejected it; {@code files} if it took effect by itself
 * @param rules names of the rule files, {@code bathroom-dwell}
 * @param problems why it was refused; for a rejected one the person's reason
 * @param changes what differs from the set that was running when it was found, as lines: a heading
 *     {@code --- file} for each changed file, then lines beginning with {@code -} and {@code +}
 */
public record RuleSetInfo(
    long number,
    String fingerprint,
    State state,
    Instant found,
    Instant decided,
    String by,
    List<String> rules,
    List<RuleProblem> problems,
    List<String> changes) {

  /** Where a set of rules stands. */
  public enum State {
    /** Compiled, played its scenarios, and is in force. */
    RUNNING,
    /** Good, but waits for a second person's approval. */
    PENDING,
    /** Broken, or a scenario failed: it never ran. */
    REFUSED,
    /** A person rejected it. */
    REJECTED,
    /** Was in force, or waited, until another took its place. */
    REPLACED
  }

  public RuleSetInfo {
    rules = List.copyOf(rules);
    problems = List.copyOf(problems);
    changes = List.copyOf(changes);
  }
}
