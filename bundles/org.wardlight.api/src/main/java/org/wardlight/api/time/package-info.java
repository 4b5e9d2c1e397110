/** Time is handed in: clocks, timers and the serial lanes of the wards. And how people write it. */
@Export
@NullMarked
@Version("1.0.0")
package org.wardlight.api.time;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
