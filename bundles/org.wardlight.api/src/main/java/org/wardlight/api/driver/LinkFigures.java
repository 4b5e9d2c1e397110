package org.wardlight.api.driver;

import java.time.Duration;

/**
 * What a link has counted since it was opened.
 *
 * @param requests asked of the device: reads, writes, notifications received
 * @param timeouts requests that nobody answered in time
 * @param refusals answers that refused (Modbus exceptions, bad OPC UA status codes)
 * @param malformed answers that broke the protocol
 * @param overruns cycles that began late because the one before took too long
 * @param reconnects how often the connection was made, less the first time
 * @param lastRoundTrip from the last answered request to its answer; zero before the first
 * @param worstRoundTrip the longest since the link was opened
 */
public record LinkFigures(
    long requests,
    long timeouts,
    long refusals,
    long malformed,
    long overruns,
    long reconnects,
    Duration lastRoundTrip,
    Duration worstRoundTrip) {
  public static final LinkFigures NONE =
      new LinkFigures(0, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO);
}
