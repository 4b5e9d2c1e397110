@NullMarked
package org.wardlight.alarm.internal;

import org.jspecify.annotations.NullMarked;
