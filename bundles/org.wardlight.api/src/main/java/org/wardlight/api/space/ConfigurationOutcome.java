package org.wardlight.api.space;

import java.util.List;

/** What became of a configuration that was to be looked at or applied. */
public sealed interface ConfigurationOutcome {
  /** It is in force; every observer has heard of it. */
  record Applied(ConfigurationEntry entry, FacilityChange change) implements ConfigurationOutcome {}

  /** It was in force already. */
  record Unchanged() implements ConfigurationOutcome {}

  /** It is good and would make this difference; it was only looked at. */
  record Good(FacilityChange change) implements ConfigurationOutcome {}

  /** It is not valid: what was in force stays. */
  record Refused(List<ConfigurationProblem> problems) implements ConfigurationOutcome {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /** The history has no entry with this number (any more). */
  record NoSuchEntry(int number) implements ConfigurationOutcome {}

  /** The files could not be written or read; the detail says which and why. */
  record Failed(String detail) implements ConfigurationOutcome {}
}
