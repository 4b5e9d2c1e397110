/** Recording and trends against a real store. */
@NullMarked
package org.wardlight.telemetry.internal;

import org.jspecify.annotations.NullMarked;
