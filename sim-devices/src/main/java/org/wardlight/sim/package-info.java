/**
 * The simulated facility: real Modbus TCP and OPC UA servers with a physical and a behavioural
 * model behind them. Start with {@link org.wardlight.sim.SimulatedFacility}.
 */
@NullMarked
package org.wardlight.sim;

import org.jspecify.annotations.NullMarked;
