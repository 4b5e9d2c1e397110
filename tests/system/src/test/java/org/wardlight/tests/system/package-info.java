@NullMarked
package org.wardlight.tests.system;

import org.jspecify.annotations.NullMarked;
