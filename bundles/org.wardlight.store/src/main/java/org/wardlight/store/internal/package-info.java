/** The SQLite store: journal, point states and accounts in one file. */
@NullMarked
package org.wardlight.store.internal;

import org.jspecify.annotations.NullMarked;
