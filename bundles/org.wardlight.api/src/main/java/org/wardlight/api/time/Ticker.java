package org.wardlight.api.time;

/** Monotonic time for measuring how long something took. Thread-safe. */
@FunctionalInterface
public interface Ticker {
  /** Nanoseconds since an arbitrary origin; never goes backwards, whatever the wall clock does. */
  long nanos();
}
