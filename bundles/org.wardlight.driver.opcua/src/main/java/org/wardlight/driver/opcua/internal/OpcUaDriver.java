package org.wardlight.driver.opcua.internal;

import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.Driver;
import org.wardlight.api.driver.Link;
import org.wardlight.api.driver.LinkListener;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.time.Ticker;
import org.wardlight.api.time.Timers;

/** Opens OPC UA links; all of them share the threads {@code wl-opcua-…} and Milo's. */
@Component(configurationPid = "org.wardlight.driver.opcua")
public final class OpcUaDriver implements Driver {
  private final Clock clock;
  private final Ticker ticker;
  private final Timers timers;
  private final AtomicInteger threads = new AtomicInteger();

  /** Not bounded, because its tasks wait for each other; it has a few threads for each link. */
  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          task -> new Thread(task, "wl-opcua-" + threads.incrementAndGet()));

  private final Set<OpcUaLink> open = ConcurrentHashMap.newKeySet();

  @Activate
  public OpcUaDriver(@Reference Clock clock, @Reference Ticker ticker, @Reference Timers timers) {
    this.clock = clock;
    this.ticker = ticker;
    this.timers = timers;
  }

  @Override
  public Set<String> schemes() {
    return Set.of("opc.tcp");
  }

  @Override
  public Link open(ConnectionSpec connection, LinkListener listener) {
    OpcUaOptions options = OpcUaOptions.of(connection);
    OpcUaLink link = new OpcUaLink(connection, options, listener, clock, ticker, timers, executor);
    open.removeIf(other -> other.state().status() == LinkState.Status.CLOSED);
    open.add(link);
    link.start();
    return link;
  }

  /** Closes what is still open and gives Milo's threads back: nobody else uses them. */
  @Deactivate
  void stop() {
    open.forEach(OpcUaLink::close);
    executor.shutdown();
    Stack.releaseSharedResources(2, TimeUnit.SECONDS);
  }
}
