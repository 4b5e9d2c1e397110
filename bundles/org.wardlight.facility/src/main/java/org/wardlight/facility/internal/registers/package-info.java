/** Makes a device type of the register list that a maker supplies as a table of text. */
@NullMarked
package org.wardlight.facility.internal.registers;

import org.jspecify.annotations.NullMarked;
