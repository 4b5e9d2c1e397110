/** Accounts, roles and sessions of the people who use the screens. */
@Export
@NullMarked
@Version("1.0.0")
package org.wardlight.api.access;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
