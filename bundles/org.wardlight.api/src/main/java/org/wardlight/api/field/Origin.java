package org.wardlight.api.field;

/** Who wishes an output to have a value; an earlier one beats a later one. */
public enum Origin {
  /** Lamps and whatever else alarms show. */
  ALARM,
  /** A person at a screen: with owner, reason and expiry, through {@link Overrides}. */
  MANUAL,
  RULE,
  SCHEDULE
}
