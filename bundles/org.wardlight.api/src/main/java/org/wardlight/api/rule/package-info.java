/** What rules see (facts) and what they say (conclusions). */
@Export
@NullMarked
@Version("1.0.0")
package org.wardlight.api.rule;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
