/** Recorded samples and trends over them. */
@Export
@NullMarked
@Version("1.0.0")
package org.wardlight.api.telemetry;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
