/** Runs the real server against the simulated facility and looks at it from outside. */
@NullMarked
package org.wardlight.tests.system;

import org.jspecify.annotations.NullMarked;
