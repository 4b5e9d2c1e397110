package org.wardlight.api.space;

import java.time.Instant;
import java.util.List;

/**
 * A configuration that was in force, and how it came about.
 *
 * @param number counts from 1 and never comes back
 * @param at when it came into force
 * @param who the account that asked for it, or {@link ConfigurationHistory#FILES}
 * @param restored the number of the configuration that this one brought back; 0 if it is new
 * @param summary what was different from the one before, in one line
 * @param changes the same, one line for each part of the facility; cut where it is very long
 */
public record ConfigurationEntry(
    int number, Instant at, String who, int restored, String summary, List<String> changes) {
  public ConfigurationEntry {
    if (number < 1 || restored < 0) {
      throw new IllegalArgumentException("configuration " + number + " restoring " + restored);
    }
    changes = List.copyOf(changes);
  }
}
