package org.wardlight.driver.modbus.internal;

import java.util.List;

class TcpTransportTest extends TransportContract {
  @Override
  boolean rtu() {
    return false;
  }

  @Override
  String endpoint(Gateway gateway, List<AutoCloseable> toClose) {
    return "modbus-tcp://127.0.0.1:" + gateway.port();
  }
}
