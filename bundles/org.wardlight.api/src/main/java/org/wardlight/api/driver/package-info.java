/** The contract between a protocol driver and the field layer. */
@Export
@NullMarked
@Version("1.0.0")
package org.wardlight.api.driver;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
