package org.wardlight.driver.modbus.internal;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.driver.DriverFailure;

/**
 * A serial port. Opening and reading block, so each open port has one thread; all else happens on
 * the link's event loop.
 */
final class SerialTransport implements Transport {
  private static final Logger log = LoggerFactory.getLogger(SerialTransport.class);

  /** How soon the reading thread notices that the port is to be closed. */
  private static final int READ_MILLIS = 100;

  private static final int PERMISSION = 13;
  private static final int BUSY = 16;

  private final LinkOptions.Line line;
  private final EventLoop loop;
  private final Executor readers;

  SerialTransport(LinkOptions.Line line, EventLoop loop, Executor readers) {
    this.line = line;
    this.loop = loop;
    this.readers = readers;
  }

  @Override
  public String peer() {
    return line.device();
  }

  @Override
  public void connect(Exchange exchange, Result result) {
    readers.execute(() -> open(exchange, result));
  }

  private void open(Exchange exchange, Result result) {
    try {
      SerialPort port = SerialPort.getCommPort(line.device());
      port.setComPortParameters(
          line.baud(), line.dataBits(), line.stopBits(), line.parity().constant);
      port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_MILLIS, 0);
      if (port.openPort(0)) {
        new OpenPort(port, exchange).run(result);
      } else {
        onLoop(() -> result.failed(notOpened(port.getLastErrorCode())));
      }
    } catch (SerialPortInvalidPortException e) {
      onLoop(() -> result.failed("there is no serial port " + line.device()));
    } catch (LinkageError e) {
      log.debug("no serial ports", e);
      onLoop(() -> result.failed("serial ports cannot be used on this machine: " + e));
    }
  }

  private String notOpened(int code) {
    return switch (code) {
      case PERMISSION ->
          "no permission to open " + line.device() + ": add the server's user to group dialout";
      case BUSY -> line.device() + " is in use by another program";
      default -> "cannot open " + line.device() + " (error " + code + ")";
    };
  }

  private void onLoop(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      log.debug("{}: the driver is stopped", line.device());
    }
  }

  private final class OpenPort implements Wire {
    private final SerialPort port;
    private final Exchange exchange;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private volatile boolean closing;

    OpenPort(SerialPort port, Exchange exchange) {
      this.port = port;
      this.exchange = exchange;
    }

    /** Reads until the port is to be closed or fails. */
    void run(Result result) {
      onLoop(() -> result.connected(this));
      byte[] bytes = new byte[256];
      int n = 0;
      while (!closing && n >= 0) {
        n = port.readBytes(bytes, bytes.length);
        if (n > 0) {
          ByteBuf copy = Unpooled.copiedBuffer(bytes, 0, n);
          onLoop(() -> exchange.received(copy));
        }
      }
      port.closePort();
      onLoop(() -> exchange.gone("serial port " + line.device() + " is gone"));
      ended.complete(null);
    }

    @Override
    public ByteBuf buffer(int size) {
      return Unpooled.buffer(size);
    }

    @Override
    public void send(ByteBuf frame) {
      // At most 256 bytes: they fit into the system's buffer, so this does not block.
      if (port.writeBytes(frame.array(), frame.readableBytes(), frame.readerIndex())
          < frame.readableBytes()) {
        exchange.close(
            new DriverFailure.Unreachable("cannot write to serial port " + line.device()));
      }
    }

    @Override
    public void close(Runnable closed) {
      closing = true;
      CompletableFuture<?> unused = ended.thenRun(closed);
    }
  }
}
