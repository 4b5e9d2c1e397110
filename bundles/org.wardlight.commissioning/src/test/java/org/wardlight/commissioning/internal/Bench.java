package org.wardlight.commissioning.internal;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.wardlight.api.time.Ticker;
import org.wardlight.api.time.Timers;
import org.wardlight.driver.modbus.internal.ModbusDriver;
import org.wardlight.facility.internal.ReadDeviceFiles;

/** What the container would bring: real time, the real Modbus driver, the repository's files. */
final class Bench implements AutoCloseable {
  static final Path DEVICE_CONFIGS = Path.of("../../device-configs");
  static final Path DEMO = DEVICE_CONFIGS.resolve("facilities/demo");

  private final ScheduledExecutorService scheduler = new ScheduledThreadPoolExecutor(1);
  private final Ticker ticker = System::nanoTime;
  private final Timers timers = new RealTimers();
  final ModbusDriver modbus;
  final ReadDeviceFiles files = new ReadDeviceFiles();
  final DeviceReading reading;

  Bench() {
    this(DEMO);
  }

  Bench(Path facility) {
    modbus = driver();
    reading = new DeviceReading(files, timers, ticker, facility, DEVICE_CONFIGS);
    reading.addDriver(modbus);
  }

  /** With the defaults of its configuration, whose type only the container may name. */
  private ModbusDriver driver() {
    Constructor<?> constructor = ModbusDriver.class.getConstructors()[0];
    Class<?> configuration = constructor.getParameterTypes()[2];
    Object defaults =
        Proxy.newProxyInstance(
            configuration.getClassLoader(),
            new Class<?>[] {configuration},
            (proxy, method, arguments) -> defaultOf(method));
    try {
      return (ModbusDriver) constructor.newInstance(Clock.systemUTC(), ticker, defaults);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object defaultOf(Method method) {
    return method.getDefaultValue();
  }

  Ticker ticker() {
    return ticker;
  }

  @Override
  public void close() {
    reading.stop();
    modbus.stop();
    scheduler.shutdownNow();
  }

  private final class RealTimers implements Timers {
    @Override
    public Timer after(Duration delay, Runnable task) {
      ScheduledFuture<?> future =
          scheduler.schedule(task, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    }

    @Override
    public Timer every(Duration period, Runnable task) {
      ScheduledFuture<?> future =
          scheduler.scheduleWithFixedDelay(
              task, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    }
  }
}
