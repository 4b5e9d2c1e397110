package org.wardlight.web.internal;

import java.time.Clock;
import java.time.LocalTime;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Ward;

/** Whether it is night in a ward. */
final class Nights {
  private final Clock clock;

  Nights(Clock clock) {
    this.clock = clock;
  }

  boolean night(Facility facility, Ward ward) {
    return ward.isNight(LocalTime.ofInstant(clock.instant(), facility.zone()));
  }
}
