/** Reads a device once and walks through servers, for people who bring devices in. */
@NullMarked
package org.wardlight.commissioning.internal;

import org.jspecify.annotations.NullMarked;
