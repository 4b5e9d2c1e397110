/** The process image and the way outputs take to the devices. */
@Export
@NullMarked
@Version("1.0.0")
package org.wardlight.api.field;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
