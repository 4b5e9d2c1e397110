@NullMarked
package org.wardlight.benchmark;

import org.jspecify.annotations.NullMarked;
