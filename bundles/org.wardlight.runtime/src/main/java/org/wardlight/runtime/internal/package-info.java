/** The one place that asks the system for time and owns the pool behind the lanes. */
@NullMarked
package org.wardlight.runtime.internal;

import org.jspecify.annotations.NullMarked;
