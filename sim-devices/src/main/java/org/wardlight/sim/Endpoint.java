package org.wardlight.sim;

import org.wardlight.api.point.Point;

/** One simulated server: a Modbus gateway or an OPC UA server. */
interface Endpoint extends AutoCloseable {
  /** Adds a point of this endpoint; only before the start. */
  void add(Point point);

  /**
   * Listens.
   *
   * @throws SimulationException if the port is taken
   */
  void start();

  /** Lets a fault loose on all of it. */
  void fault(Fault fault);

  /** Lets a fault loose on one device behind it. */
  void fault(String device, Fault fault);

  /** How many requests it has answered, or notifications it has sent. */
  long served();

  /** The longest time without a read of one of its units since this was last asked. */
  default long takeLongestNanos() {
    return 0;
  }

  @Override
  void close();
}
