/** Alarms, their events, the journal they are written to and those who show them. */
@Export
@NullMarked
@Version("1.0.0")
package org.wardlight.api.alarm;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
