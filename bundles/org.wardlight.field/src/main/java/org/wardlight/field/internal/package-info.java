/** Links and their supervision, the process image, and the way outputs take to the devices. */
@NullMarked
package org.wardlight.field.internal;

import org.jspecify.annotations.NullMarked;
