package org.wardlight.api.field;

import java.time.Instant;

/**
 * An output that a person holds by hand.
 *
 * @param point the output's name; names outlive restarts, ids do not
 * @param owner the account that holds it
 * @param reason the person's own words
 * @param until when it ends by itself and the next wish wins
 */
public record ManualOverride(
    String point, double value, String owner, String reason, Instant from, Instant until) {
  public ManualOverride {
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("an override of " + point + " needs a value");
    }
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException(
          "an override of " + point + " from " + from + " cannot end at " + until);
    }
  }
}
