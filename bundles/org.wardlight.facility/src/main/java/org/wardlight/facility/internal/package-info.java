/** Reads device-configs, finds every mistake in them and publishes the facility. */
@NullMarked
package org.wardlight.facility.internal;

import org.jspecify.annotations.NullMarked;
