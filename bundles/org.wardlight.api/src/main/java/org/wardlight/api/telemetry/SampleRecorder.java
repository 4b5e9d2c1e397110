package org.wardlight.api.telemetry;

import org.wardlight.api.point.SampleBatch;

/**
 * Takes every sample on its way into the point table. Called on the drivers' threads with the
 * driver's own batch: copy what is kept, never block; what cannot be taken is dropped and counted.
 */
@FunctionalInterface
public interface SampleRecorder {
  void record(SampleBatch batch);
}
