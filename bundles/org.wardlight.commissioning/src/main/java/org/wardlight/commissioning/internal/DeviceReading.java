package org.wardlight.commissioning.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.wardlight.api.commission.Commissioning;
import org.wardlight.api.commission.DeviceFiles;
import org.wardlight.api.commission.Poll;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.Driver;
import org.wardlight.api.point.Point;
import org.wardlight.api.time.Ticker;
import org.wardlight.api.time.Timers;

/** Reads devices once, each over a connection of its own. */
@Component(
    service = {Commissioning.class, DeviceReading.class},
    configurationPid = DeviceReading.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = DeviceReading.Configuration.class)
public final class DeviceReading implements Commissioning {
  static final String PID = "org.wardlight.commissioning";
  static final Duration LONGEST = Duration.ofMinutes(1);

  /** People look at one device at a time; each poll holds a connection. */
  private static final int MOST_POLLS = 16;

  private final DeviceFiles files;
  private final Timers timers;
  private final Ticker ticker;
  private final Path directory;
  private final @Nullable Path fallback;
  private final List<Driver> drivers = new CopyOnWriteArrayList<>();
  private final Semaphore polls = new Semaphore(MOST_POLLS);
  private final ExecutorService closing;

  /** Where device types are looked for. */
  @ObjectClassDefinition(name = "Wardlight commissioning")
  @interface Configuration {
    @AttributeDefinition(description = "The facility's directory. No default.")
    String directory();

    @AttributeDefinition(
        description =
            "device-configs of the distribution, used for what is not two levels above the"
                + " directory. Default: none.",
        required = false)
    String fallback() default "";
  }

  /** Takes what the container has. */
  @Activate
  public DeviceReading(
      @Reference DeviceFiles files,
      @Reference Timers timers,
      @Reference Ticker ticker,
      Configuration configuration) {
    this(
        files,
        timers,
        ticker,
        Path.of(configuration.directory()),
        configuration.fallback().isEmpty() ? null : Path.of(configuration.fallback()));
  }

  DeviceReading(
      DeviceFiles files, Timers timers, Ticker ticker, Path directory, @Nullable Path fallback) {
    this.files = files;
    this.timers = timers;
    this.ticker = ticker;
    this.directory = directory;
    this.fallback = fallback;
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_POLLS),
            task -> new Thread(task, "wl-commissioning"));
    pool.allowCoreThreadTimeOut(true);
    closing = pool;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addDriver(Driver driver) {
    drivers.add(driver);
  }

  void removeDriver(Driver driver) {
    drivers.remove(driver);
  }

  @Override
  public Set<String> deviceTypes() {
    return new TreeSet<>(files.types(directory, fallback));
  }

  @Override
  public List<Point> points(String type, String connection, Map<String, Object> device) {
    return files.points(directory, fallback, type, connection, device);
  }

  @Nullable Path fallback() {
    return fallback;
  }

  @Override
  public CompletionStage<Poll> pollOnce(
      ConnectionSpec connection, List<Point> points, Duration limit) {
    if (limit.isNegative() || limit.isZero() || limit.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("the limit must lie within 0 and 1 min, not " + limit);
    }
    if (points.isEmpty()) {
      throw new IllegalArgumentException("there is no point to read");
    }
    if (!polls.tryAcquire()) {
      throw new RejectedExecutionException(MOST_POLLS + " devices are being read already");
    }
    try {
      return poll(open(connection, points), limit);
    } catch (IllegalArgumentException e) {
      polls.release();
      throw e;
    }
  }

  private CompletionStage<Poll> poll(OpenDevice device, Duration limit) {
    CompletableFuture<Void> ended = device.settled().toCompletableFuture();
    Timers.Timer timer = timers.after(limit, () -> ended.complete(null));
    // Off the driver's thread: closing may wait for it.
    return ended.thenApplyAsync(
        done -> {
          timer.cancel();
          Poll poll = device.poll();
          device.close();
          polls.release();
          return poll;
        },
        closing);
  }

  /**
   * Opens a device to be looked at for longer; the caller closes it.
   *
   * @throws IllegalArgumentException if no driver knows the endpoint or it refuses the
   *     specification
   */
  OpenDevice open(ConnectionSpec connection, List<Point> points) {
    String scheme = connection.endpoint().getScheme();
    Set<String> known = new TreeSet<>();
    for (Driver driver : drivers) {
      known.addAll(driver.schemes());
      if (driver.schemes().contains(scheme)) {
        return new OpenDevice(driver, connection, points, ticker);
      }
    }
    throw new IllegalArgumentException(
        "no driver knows endpoints of %s://; there are %s"
            .formatted(scheme, String.join("://, ", known) + "://"));
  }

  /** Waits for nobody: what is still closing ends by itself within two seconds. */
  @Deactivate
  void stop() {
    closing.shutdown();
  }
}
