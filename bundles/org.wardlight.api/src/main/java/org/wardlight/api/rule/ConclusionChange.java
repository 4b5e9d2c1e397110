package org.wardlight.api.rule;

import java.util.List;

/**
 * What changed in a ward's conclusions.
 *
 * @param complete whether {@code began} is everything that holds: what a listener knew before and
 *     does not find here has ended. True for the first change after a start and for a new listener.
 */
public record ConclusionChange(
    String ward, boolean complete, List<Conclusion> began, List<Conclusion> ended) {
  public ConclusionChange {
    began = List.copyOf(began);
    ended = List.copyOf(ended);
  }
}
