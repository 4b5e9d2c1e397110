/** Bringing devices in: looking at a device before, or beside, the facility that will hold it. */
@Export
@NullMarked
@Version("1.0.0")
package org.wardlight.api.commission;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
