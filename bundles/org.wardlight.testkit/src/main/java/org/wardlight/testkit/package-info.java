/** Fakes for tests: virtual time, lanes that run at once. Never in a runtime resolution. */
@NullMarked
package org.wardlight.testkit;

import org.jspecify.annotations.NullMarked;
