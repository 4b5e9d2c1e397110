@NullMarked
package org.wardlight.launcher;

import org.jspecify.annotations.NullMarked;
