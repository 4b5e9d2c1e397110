/** Recorder, local time-series store and trends. */
@NullMarked
package org.wardlight.telemetry.internal;

import org.jspecify.annotations.NullMarked;
