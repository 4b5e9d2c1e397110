@NullMarked
package org.wardlight.tests.container;

import org.jspecify.annotations.NullMarked;
