/** The alarm desk: what alarms there are, how they change, who is told. */
@NullMarked
package org.wardlight.alarm.internal;

import org.jspecify.annotations.NullMarked;
