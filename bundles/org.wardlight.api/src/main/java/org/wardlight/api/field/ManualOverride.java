package org.wardlight.api.field;

import java.time.Instant;

/**
 * An output that a person holds by hand.
 *
 * @param point the output's name; names outlive restarts, ids do not
 * @param owner the account that holds it, or the bedside terminal: {@link #ownerAt}
 * @param reason the person's own words
 * @param until when it ends by itself and the next wish wins
 */
public record ManualOverride(
    String point, double value, String owner, String reason, Instant from, Instant until) {
  /** No account's name begins like this: names have no colon. */
  private static final String TERMINAL = "terminal:";

  public ManualOverride {
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("an override of " + point + " needs a value");
    }
    if (!from.isBefore(until)) {
      throw new IllegalArgumentException(
          "an override of " + point + " from " + from + " cannot end at " + until);
    }
  }

  /** The owner of what a resident sets at this bedside terminal. */
  public static String ownerAt(String terminal) {
    return TERMINAL + terminal;
  }

  /** Whether such an owner is a resident at a bedside terminal rather than one of the staff. */
  public static boolean residents(String owner) {
    return owner.startsWith(TERMINAL);
  }
}
