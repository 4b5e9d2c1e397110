package org.wardlight.api.driver;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of one connection.
 *
 * @param since when this status began
 * @param failure why it is not up; null while it is up or was closed on purpose
 * @param attempt how often connecting was tried since it was last up, 0 while up
 */
public record LinkState(
    String connection, Status status, Instant since, @Nullable DriverFailure failure, int attempt) {
  /** Where a link stands. */
  public enum Status {
    /**
     * Nothing is known yet: the first attempt is under way, and was begun at {@code since}, or
     * waits for its turn.
     */
    CONNECTING,
    UP,
    /** Lost or never made; the driver tries again by itself. */
    DOWN,
    CLOSED
  }
}
