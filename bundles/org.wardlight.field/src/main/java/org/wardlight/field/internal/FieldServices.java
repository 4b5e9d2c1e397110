package org.wardlight.field.internal;

import java.time.Clock;
import org.wardlight.api.field.PointStates;
import org.wardlight.api.time.Timers;

/** What every link of the field layer works with. */
record FieldServices(
    ProcessImage image,
    PointStates kept,
    KeptHealth health,
    Clock clock,
    Timers timers,
    FieldFaults faults) {
  long nowMicros() {
    return PointState.micros(clock.instant());
  }
}
