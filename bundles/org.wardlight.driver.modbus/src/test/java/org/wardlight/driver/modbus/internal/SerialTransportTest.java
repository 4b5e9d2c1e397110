package org.wardlight.driver.modbus.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** The gateway is reached over a pseudo terminal in place of a serial port. */
class SerialTransportTest extends TransportContract {
  @TempDir Path directory;

  @Override
  boolean rtu() {
    return true;
  }

  @Override
  String endpoint(Gateway gateway, List<AutoCloseable> toClose) throws IOException {
    Path link = directory.resolve("ttyUSB0");
    toClose.add(0, new NativePeer("bridge", "" + gateway.port(), link.toString()));
    return "modbus-rtu://" + link;
  }
}
