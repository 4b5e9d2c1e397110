package org.wardlight.facility.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.space.ConfigurationProblem;
import org.wardlight.api.space.Facility;

/**
 * What reading a facility directory gave.
 *
 * @param facility null if there is any problem
 * @param problems every mistake found, by file and line; empty if there is a facility
 */
public record FacilityReadout(@Nullable Facility facility, List<ConfigurationProblem> problems) {
  public FacilityReadout {
    problems = List.copyOf(problems);
    if ((facility == null) == problems.isEmpty()) {
      throw new IllegalArgumentException("either a facility or problems, not both or neither");
    }
  }
}
