package org.wardlight.api.space;

import java.util.Map;

/** Care plans as they would be with other limits. Nothing is changed. Thread-safe. */
@FunctionalInterface
public interface TriedPlans {
  /**
   * The plan of a resident with these limits instead of those that count now.
   *
   * @param values by name of the limit, written as for {@link CareLimits#change}
   * @throws IllegalArgumentException if there is no such resident or limit, or a value does not
   *     fit; the message says which, and what would be right
   */
  CarePlan tried(String resident, Map<String, String> values);
}
