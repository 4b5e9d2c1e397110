package org.wardlight.api.rule;

import java.time.Instant;

/**
 * A clock that runs: when {@code at} has passed, the engine adds a {@link DeadlinePassed} with the
 * same kind and space, and takes it away with the deadline. Screens show it running.
 *
 * @param since when the clock started, from durable times
 */
public record Deadline(String kind, String room, String space, Instant since, Instant at)
    implements Conclusion {}
