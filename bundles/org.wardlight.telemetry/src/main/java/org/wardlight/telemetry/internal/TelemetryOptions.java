package org.wardlight.telemetry.internal;

import java.nio.file.Path;

/**
 * What the bundle is told.
 *
 * @param directory where the store lives
 * @param retentionDays how long samples are kept
 * @param queueSamples how many samples may wait for the disk
 */
record TelemetryOptions(Path directory, int retentionDays, int queueSamples) {
  TelemetryOptions {
    if (retentionDays < 1 || queueSamples < 1) {
      throw new IllegalArgumentException(
          "retentionDays and queueSamples must be positive, not "
              + retentionDays
              + " and "
              + queueSamples);
    }
  }
}
