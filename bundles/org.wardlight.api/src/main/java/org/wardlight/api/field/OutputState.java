package org.wardlight.api.field;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an output should show and whether it does.
 *
 * @param desired the value of the wish that wins; NaN if nobody wishes anything
 * @param origin whose wish won; null if there is none
 * @param why the wish's own words, for the engineer
 */
public record OutputState(
    int point,
    double desired,
    @Nullable Origin origin,
    String why,
    Status status,
    String detail,
    Instant since) {
  /** How far the reconciler has got. */
  public enum Status {
    /** Nobody wishes anything. */
    IDLE,
    /** Written or about to be; not yet read back. */
    PENDING,
    /** The device reads back what is wished. */
    CONFIRMED,
    /** A write timed out: it may or may not have happened. */
    UNKNOWN,
    /** The device refused it. */
    REFUSED,
    /** The device accepted it but reads back something else, after several tries. */
    MISMATCH,
    /** The device does not answer; written when it returns. */
    WAITING
  }
}
