@NullMarked
package org.wardlight.store.internal;

import org.jspecify.annotations.NullMarked;
