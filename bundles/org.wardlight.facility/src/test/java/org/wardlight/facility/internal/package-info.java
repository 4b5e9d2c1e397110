@NullMarked
package org.wardlight.facility.internal;

import org.jspecify.annotations.NullMarked;
