package org.wardlight.driver.modbus.internal;

import java.util.List;

class RtuOverTcpTransportTest extends TransportContract {
  @Override
  boolean rtu() {
    return true;
  }

  @Override
  String endpoint(Gateway gateway, List<AutoCloseable> toClose) {
    return "modbus-rtu-tcp://127.0.0.1:" + gateway.port();
  }
}
