@NullMarked
package org.wardlight.testkit;

import org.jspecify.annotations.NullMarked;
