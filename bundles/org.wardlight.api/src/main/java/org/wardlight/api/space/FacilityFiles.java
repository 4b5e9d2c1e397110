package org.wardlight.api.space;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads a facility without running it, for commands that work beside a server or without one.
 * Writes nothing. Never called on a ward's lane.
 */
public interface FacilityFiles {
  /**
   * Reads a facility with what people changed of its residents' limits.
   *
   * @param directory the facility's directory
   * @param fallback the {@code device-configs} of the distribution, for what is not two levels
   *     above it; null for nowhere
   * @param history where a server keeps earlier configurations and changed limits; may be missing
   * @throws IllegalArgumentException with every mistake, one a line
   */
  Read read(Path directory, @Nullable Path fallback, Path history);

  /**
   * What was read.
   *
   * @param plans of its residents, for trying other limits
   */
  record Read(Facility facility, TriedPlans plans) {}
}
