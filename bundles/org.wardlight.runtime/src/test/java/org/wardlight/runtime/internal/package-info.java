@NullMarked
package org.wardlight.runtime.internal;

import org.jspecify.annotations.NullMarked;
