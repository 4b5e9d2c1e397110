/** The start class of the server. */
@NullMarked
package org.wardlight.launcher;

import org.jspecify.annotations.NullMarked;
