/** OPC UA over Eclipse Milo. */
@NullMarked
package org.wardlight.driver.opcua.internal;

import org.jspecify.annotations.NullMarked;
