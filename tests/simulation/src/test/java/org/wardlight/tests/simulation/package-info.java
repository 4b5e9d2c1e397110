@NullMarked
package org.wardlight.tests.simulation;

import org.jspecify.annotations.NullMarked;
