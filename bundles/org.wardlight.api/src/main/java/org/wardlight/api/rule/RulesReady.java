package org.wardlight.api.rule;

/**
 * A service that appears once rules have begun in every ward, or once it is certain that there is
 * no set of rules that could: then calls work all the same, and the fault {@code rules.refused}
 * says why no rule does.
 */
public interface RulesReady {
  /** Whether rules run; false if none could be used at the start. */
  boolean running();
}
