/** Measures the real server process under load and prints what it found. */
@NullMarked
package org.wardlight.benchmark;

import org.jspecify.annotations.NullMarked;
