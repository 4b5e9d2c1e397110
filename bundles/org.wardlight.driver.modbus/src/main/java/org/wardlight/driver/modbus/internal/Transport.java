package org.wardlight.driver.modbus.internal;

/** Makes connections to one place. */
interface Transport {
  /** The place in words, for people. */
  String peer();

  /**
   * Begins to connect. What arrives and how it ends is told to the exchange.
   *
   * @param result hears of it once, on the link's event loop
   */
  void connect(Exchange exchange, Result result);

  /** What became of an attempt to connect. */
  interface Result {
    void connected(Wire wire);

    void failed(String why);
  }
}
