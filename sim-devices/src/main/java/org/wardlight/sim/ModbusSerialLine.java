package org.wardlight.sim;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The units on one serial line, for which the simulator opens a serial port (or a pseudo terminal)
 * of its own; the server opens the other end. One thread reads the port. All faults of the line but
 * {@code exception} and {@code frozen} are silence.
 */
final class ModbusSerialLine extends ModbusEndpoint {
  private static final int READ_MILLIS = 100;

  private final String device;
  private final int baud;
  private final int parity;
  private volatile Fault fault = Fault.NONE;
  private volatile boolean closing;
  private @Nullable Thread reader;

  ModbusSerialLine(String name, String device, Map<String, Object> options, PointValues values) {
    super(name, ModbusFrames.RTU, values);
    this.device = device;
    baud = options.get("baud") instanceof Number n ? n.intValue() : 19_200;
    parity =
        switch (String.valueOf(options.get("parity"))) {
          case "none" -> SerialPort.NO_PARITY;
          case "odd" -> SerialPort.ODD_PARITY;
          default -> SerialPort.EVEN_PARITY;
        };
  }

  @Override
  public void start() {
    SerialPort port = open();
    Thread thread = new Thread(() -> serve(port), "wl-sim-serial");
    thread.setDaemon(true);
    reader = thread;
    thread.start();
  }

  private SerialPort open() {
    try {
      SerialPort port = SerialPort.getCommPort(device);
      port.setComPortParameters(baud, 8, SerialPort.ONE_STOP_BIT, parity);
      port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_MILLIS, 0);
      if (port.openPort(0)) {
        return port;
      }
      throw new SimulationException(
          name + ": cannot open " + device + " (error " + port.getLastErrorCode() + ")");
    } catch (SerialPortInvalidPortException e) {
      throw new SimulationException(name + ": there is no serial port " + device, e);
    }
  }

  private void serve(SerialPort port) {
    ByteBuf in = Unpooled.buffer(512);
    byte[] bytes = new byte[256];
    int n = 0;
    while (!closing && n >= 0) {
      n = port.readBytes(bytes, bytes.length);
      if (n <= 0) {
        // The line is silent: what has come so far will never be a whole request.
        in.clear();
        continue;
      }
      in.discardReadBytes().writeBytes(bytes, 0, n);
      for (ModbusFrames.Request r = frames.next(in); r != null; r = frames.next(in)) {
        answer(port, r);
      }
    }
    port.closePort();
  }

  private void answer(SerialPort port, ModbusFrames.Request request) {
    boolean silent = fault == Fault.SILENT || fault == Fault.RESET || fault == Fault.OFF;
    byte[] answer = silent || faultOf(request) == Fault.RESET ? null : answer(request);
    if (answer != null) {
      ByteBuf out = frames.pack(request, answer);
      port.writeBytes(out.array(), out.readableBytes());
    }
  }

  @Override
  public void fault(Fault next) {
    super.fault(next);
    fault = next;
  }

  @Override
  public void close() {
    closing = true;
    Thread thread = reader;
    if (thread == null) {
      return;
    }
    try {
      thread.join(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
