/** Points, samples and their quality: what a device says and how far it can be believed. */
@Export
@NullMarked
@Version("1.0.0")
package org.wardlight.api.point;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
