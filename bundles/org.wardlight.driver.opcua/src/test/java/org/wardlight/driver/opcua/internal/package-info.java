/** The driver against real servers in this process. */
@NullMarked
package org.wardlight.driver.opcua.internal;

import org.jspecify.annotations.NullMarked;
