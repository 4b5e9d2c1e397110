package org.wardlight.runtime.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The wall clock in UTC, as a service. */
@Component(service = Clock.class)
public final class SystemClock extends Clock {
  private final Clock utc = Clock.systemUTC();

  @Activate
  public SystemClock() {}

  @Override
  public ZoneId getZone() {
    return utc.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return utc.withZone(zone);
  }

  @Override
  public Instant instant() {
    return utc.instant();
  }
}
