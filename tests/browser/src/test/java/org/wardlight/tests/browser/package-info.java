/** The pages of the real server in a real browser, with the simulated facility behind it. */
@NullMarked
package org.wardlight.tests.browser;

import org.jspecify.annotations.NullMarked;
