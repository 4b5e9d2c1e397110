/** Accounts, passwords and sessions. */
@NullMarked
package org.wardlight.access.internal;

import org.jspecify.annotations.NullMarked;
