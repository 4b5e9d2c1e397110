package org.wardlight.tests.simulation;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wardlight.api.space.Facility;
import org.wardlight.testkit.VirtualTime;

/** What every law may know: the facility, the true time, whether a server runs and its clock. */
final class Stage {
  private static final int MOST_COMPLAINTS = 100;

  private final Facility facility;
  private final VirtualTime time;
  private final Instant start;
  private final List<String> complaints = new ArrayList<>();
  private @Nullable Clock clock;
  private long upSince;
  private long broken;

  Stage(Facility facility, VirtualTime time, Instant start) {
    this.facility = facility;
    this.time = time;
    this.start = start;
  }

  Facility facility() {
    return facility;
  }

  /** Elapsed time, which no clock's jump touches, in nanoseconds. */
  long now() {
    return time.nanos();
  }

  /** The time of the house, which no clock's jump touches. */
  Instant trueTime() {
    return start.plusNanos(time.nanos());
  }

  /** The time that the running server goes by. */
  Instant serverTime() {
    return requireNonNull(clock, "no server runs").instant();
  }

  /** Whether the server's clock is ahead of the system's, which it works off by going slower. */
  boolean leads() {
    return Duration.between(time.now(), serverTime()).toMillis() > 0;
  }

  boolean up() {
    return clock != null;
  }

  long upSince() {
    return upSince;
  }

  void began(Clock serverClock) {
    clock = serverClock;
    upSince = time.nanos();
  }

  void ended() {
    clock = null;
  }

  void complain(String what) {
    broken++;
    if (complaints.size() < MOST_COMPLAINTS) {
      complaints.add(trueTime().atZone(facility.zone()).toLocalDateTime() + " " + what);
    }
  }

  /** How often a law was broken. */
  long broken() {
    return broken;
  }

  /** The first of them. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }
}
