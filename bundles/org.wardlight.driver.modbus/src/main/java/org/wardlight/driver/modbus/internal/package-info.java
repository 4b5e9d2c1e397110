/** The Modbus TCP driver: scan plans, polling, writes. */
@NullMarked
package org.wardlight.driver.modbus.internal;

import org.jspecify.annotations.NullMarked;
