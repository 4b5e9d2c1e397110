package org.wardlight.facility.internal;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.space.ConfigurationProblem;
import org.wardlight.api.space.Facility;

/**
 * What reading a facility directory gave.
 *
 * @param facility null if there is any problem
 * @param problems every mistake found, by file and line; empty if there is a facility
 * @param warnings what can be used but should be looked at, by file and line
 * @param limits what of its residents' plans may be changed
 */
public record FacilityReadout(
    @Nullable Facility facility,
    List<ConfigurationProblem> problems,
    List<ConfigurationProblem> warnings,
    PlanLimits limits) {
  /** Nothing but mistakes. */
  FacilityReadout(List<ConfigurationProblem> problems) {
    this(null, problems, List.of(), PlanLimits.NONE);
  }

  public FacilityReadout {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    if ((facility == null) == problems.isEmpty()) {
      throw new IllegalArgumentException("either a facility or problems, not both or neither");
    }
  }

  /** Every mistake, one a line. */
  IllegalArgumentException faulty() {
    return faulty(problems);
  }

  static IllegalArgumentException faulty(List<ConfigurationProblem> problems) {
    return new IllegalArgumentException(
        problems.stream().map(ConfigurationProblem::toString).collect(Collectors.joining("\n")));
  }
}
