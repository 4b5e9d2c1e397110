package org.wardlight.driver.modbus.internal;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.Driver;
import org.wardlight.api.driver.Link;
import org.wardlight.api.driver.LinkListener;
import org.wardlight.api.point.Point;
import org.wardlight.api.time.Ticker;

/** The Modbus driver: all links share a few event loops, one loop a link for life. */
@Component(configurationPid = ModbusDriver.PID)
@Designate(ocd = ModbusDriver.Config.class)
public final class ModbusDriver implements Driver {
  static final String PID = "org.wardlight.driver.modbus";
  private static final Logger log = LoggerFactory.getLogger(ModbusDriver.class);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

  private final EventLoopGroup loops;
  private final Map<EventLoop, Turnstile> turnstiles = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor names;
  private final ExecutorService ports;
  private final Set<ModbusLink> links = ConcurrentHashMap.newKeySet();
  private final Clock clock;
  private final Ticker ticker;

  /** Settings of the driver as a whole; those of a connection stand in connections.yaml. */
  @ObjectClassDefinition(name = "Wardlight Modbus driver")
  @interface Config {
    @AttributeDefinition(
        name = "Threads",
        description = "Event loop threads that all connections share",
        min = "1",
        max = "16")
    int threads() default 1;
  }

  /** Starts the threads. */
  @Activate
  public ModbusDriver(@Reference Clock clock, @Reference Ticker ticker, Config config) {
    this(clock, ticker, config.threads());
  }

  ModbusDriver(Clock clock, Ticker ticker, int threads) {
    if (threads < 1 || threads > 16) {
      throw new IllegalArgumentException("threads must be 1 to 16, not " + threads);
    }
    this.clock = clock;
    this.ticker = ticker;
    loops = new NioEventLoopGroup(threads, new DefaultThreadFactory("wl-modbus", true));
    // Each link has at most one lookup waiting, so the queue is as long as there are links.
    names =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory("wl-modbus-names", true));
    names.allowCoreThreadTimeOut(true);
    // One thread for each serial port that is open; a machine has few.
    ports = Executors.newCachedThreadPool(new DefaultThreadFactory("wl-modbus-serial", true));
  }

  @Override
  public Set<String> schemes() {
    return LinkOptions.SCHEMES;
  }

  @Override
  public Link open(ConnectionSpec connection, LinkListener listener) {
    ModbusLink link =
        new ModbusLink(
            connection,
            listener,
            turnstiles.computeIfAbsent(loops.next(), Turnstile::new),
            new ModbusLink.Blocking(names, ports),
            clock,
            ticker,
            new Backoff(new Random()),
            links::remove);
    links.add(link);
    link.open();
    return link;
  }

  @Override
  public List<String> overload(ConnectionSpec connection, List<Point> points) {
    LinkOptions options = LinkOptions.of(connection);
    return ScanLoad.overload(ScanPlan.of(points, options.limits()), options);
  }

  /** Closes every link and ends the threads. */
  @Deactivate
  public void stop() {
    links.forEach(ModbusLink::shutDownSoon);
    Future<?> unused = loops.shutdownGracefully(0, STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    names.shutdownNow();
    ports.shutdown();
    try {
      if (!loops.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
          || !ports.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("The Modbus threads did not end within {} each", STOP_TIMEOUT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
