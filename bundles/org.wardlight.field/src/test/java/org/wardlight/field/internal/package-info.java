@NullMarked
package org.wardlight.field.internal;

import org.jspecify.annotations.NullMarked;
