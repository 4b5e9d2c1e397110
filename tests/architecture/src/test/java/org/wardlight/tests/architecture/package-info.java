@NullMarked
package org.wardlight.tests.architecture;

import org.jspecify.annotations.NullMarked;
