package org.wardlight.runtime.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.wardlight.api.time.Ticker;

/**
 * The wall clock in UTC, as a service, that never goes back while the server runs.
 *
 * <p>What somebody's protection waits for ends at a time of this clock. If the system's clock is
 * set back, a limit that was a minute away would be an hour away: so time goes on as it elapses,
 * and the lead is worked off at one thousandth. If the system's clock is set forward, this one
 * follows at once, for the machine may have been suspended: a limit may then end early, but never
 * late.
 */
@Component(service = {Clock.class, SteadyClock.class})
public final class SteadyClock extends Clock {
  /** Nanoseconds of elapsed time for each nanosecond of lead that is worked off. */
  private static final long SLOWNESS = 1_000;

  private record Anchor(Instant at, long ticks) {}

  private final Clock system;
  private final Ticker ticker;
  private volatile Anchor anchor;

  /** Follows the system's clock. */
  @Activate
  public SteadyClock(@Reference Ticker ticker) {
    this(Clock.systemUTC(), ticker);
  }

  /** Follows another clock, for tests. */
  public SteadyClock(Clock system, Ticker ticker) {
    this.system = system;
    this.ticker = ticker;
    anchor = new Anchor(system.instant(), ticker.nanos());
  }

  @Override
  public Instant instant() {
    Anchor last = anchor;
    long ticks = ticker.nanos();
    long elapsed = Math.max(0, ticks - last.ticks);
    Instant slowed = last.at.plusNanos(elapsed - elapsed / SLOWNESS);
    Instant now = system.instant();
    if (now.isBefore(slowed)) {
      return slowed;
    }
    anchor = new Anchor(now, ticks);
    return now;
  }

  /** How far this clock is ahead of the system's; zero if it is not. */
  Duration lead() {
    Duration lead = Duration.between(system.instant(), instant());
    return lead.isNegative() ? Duration.ZERO : lead;
  }

  @Override
  public ZoneId getZone() {
    return system.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return system.withZone(zone);
  }
}
