/** The facility as one immutable value: wards, rooms, beds, residents, care plans, devices. */
@Export
@NullMarked
@Version("1.0.0")
package org.wardlight.api.space;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
