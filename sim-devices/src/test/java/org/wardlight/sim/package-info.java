/** Tests of the simulated facility. */
@NullMarked
package org.wardlight.sim;

import org.jspecify.annotations.NullMarked;
