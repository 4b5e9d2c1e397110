package org.wardlight.driver.opcua.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.driver.Browser;
import org.wardlight.api.driver.ConnectionSpec;
import org.wardlight.api.driver.Driver;
import org.wardlight.api.driver.Link;
import org.wardlight.api.driver.LinkListener;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.driver.TrustList;
import org.wardlight.api.time.Ticker;
import org.wardlight.api.time.Timers;

/** OPC UA's services; links and browsers share the threads {@code wl-opcua-…} and Milo's. */
@Component(
    service = {Driver.class, Browser.class, TrustList.class},
    configurationPid = OpcUaDriver.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = OpcUaDriver.Settings.class)
public final class OpcUaDriver implements Driver, Browser, TrustList {
  static final String PID = "org.wardlight.driver.opcua";
  private static final Logger LOG = LoggerFactory.getLogger(OpcUaDriver.class);

  /** The configuration of this component. */
  @ObjectClassDefinition(name = "Wardlight OPC UA driver")
  public @interface Settings {
    @AttributeDefinition(
        name = "Directory",
        description =
            "where this server's own certificate and the trusted, pending and rejected"
                + " certificates of OPC UA servers are kept")
    String directory();
  }

  private final AtomicInteger threads = new AtomicInteger();

  /** Not bounded, because its tasks wait for each other; it has a few threads for each link. */
  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          task -> new Thread(task, "wl-opcua-" + threads.incrementAndGet()));

  private final Algorithms algorithms = new Algorithms();
  private final Environment environment;
  private final TrustedServers trust;
  private final OpcUaBrowser browser;
  private final Set<OpcUaLink> open = ConcurrentHashMap.newKeySet();

  @Activate
  public OpcUaDriver(
      Settings settings,
      @Reference Clock clock,
      @Reference Ticker ticker,
      @Reference Timers timers) {
    this(directory(settings), clock, ticker, timers);
  }

  OpcUaDriver(Path directory, Clock clock, Ticker ticker, Timers timers) {
    trust = new TrustedServers(directory, clock);
    OwnCertificate own = new OwnCertificate(directory);
    SessionOpener sessions =
        new SessionOpener(directory, own, new ServerCheck(trust, clock), algorithms, executor);
    environment = new Environment(clock, ticker, timers, executor, sessions);
    browser = new OpcUaBrowser(environment);
    executor.execute(() -> prepare(own));
  }

  private static Path directory(Settings settings) {
    if (settings.directory() == null || settings.directory().isBlank()) {
      throw new IllegalArgumentException(PID + " needs the configuration key directory");
    }
    return Path.of(settings.directory());
  }

  /** An engineer finds the certificate there before the first server asks for it. */
  private static void prepare(OwnCertificate own) {
    try {
      own.identity();
    } catch (RefusedException e) {
      LOG.warn("secured OPC UA connections will fail: {}", e.getMessage());
    }
  }

  @Override
  public Set<String> schemes() {
    return Set.of("opc.tcp");
  }

  @Override
  public Link open(ConnectionSpec connection, LinkListener listener) {
    OpcUaLink link = new OpcUaLink(connection, OpcUaOptions.of(connection), listener, environment);
    open.removeIf(other -> other.state().status() == LinkState.Status.CLOSED);
    open.add(link);
    link.start();
    return link;
  }

  @Override
  public CompletionStage<Result> browse(
      ConnectionSpec connection, @Nullable String node, int limit) {
    return browser.browse(connection, node, limit);
  }

  @Override
  public CompletionStage<Result> next(String continuation) {
    return browser.next(continuation);
  }

  @Override
  public List<ServerCertificate> certificates() {
    return trust.certificates();
  }

  @Override
  public boolean accept(String fingerprint) {
    return trust.accept(fingerprint);
  }

  @Override
  public boolean reject(String fingerprint) {
    return trust.reject(fingerprint);
  }

  /** Closes what is still open and gives Milo's threads back: nobody else uses them. */
  @Deactivate
  void stop() {
    open.forEach(OpcUaLink::close);
    browser.close();
    executor.shutdown();
    Stack.releaseSharedResources(2, TimeUnit.SECONDS);
    algorithms.close();
  }
}
