/** The HTTP API, the live connection of the stations and the static pages. */
@NullMarked
package org.wardlight.web.internal;

import org.jspecify.annotations.NullMarked;
