/** Ward engines: rules on Drools, one session a ward, on the ward's lane. */
@NullMarked
package org.wardlight.rules.internal;

import org.jspecify.annotations.NullMarked;
