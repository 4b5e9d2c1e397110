package org.wardlight.facility.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
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
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.alarm.Journal;
import org.wardlight.api.space.CareLimits;
import org.wardlight.api.space.ConfigurationHistory;
import org.wardlight.api.space.FacilityObserver;
import org.wardlight.api.space.FacilitySource;
import org.wardlight.api.time.Timers;

/**
 * Publishes the facility of the configured directory and follows its changes; without anything
 * valid there is no service. Registered by hand, for a component whose activation fails is asked
 * again by everybody who needs it, and would read and complain each time. Observers need the
 * facility before it can call them: they are looked up when there is something to tell.
 */
@Component(
    configurationPid = ConfiguredFacility.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    service = {},
    immediate = true)
@Designate(ocd = ConfiguredFacility.Configuration.class)
@Capability(
    namespace = "osgi.service",
    attribute = "objectClass:List<String>=\"org.wardlight.api.space.FacilitySource\"")
@Capability(
    namespace = "osgi.service",
    attribute = "objectClass:List<String>=\"org.wardlight.api.space.ConfigurationHistory\"")
@Capability(
    namespace = "osgi.service",
    attribute = "objectClass:List<String>=\"org.wardlight.api.space.CareLimits\"")
public final class ConfiguredFacility {
  static final String PID = "org.wardlight.facility";
  private static final Logger LOG = LoggerFactory.getLogger(ConfiguredFacility.class);
  private static final int WAITING = 16;
  private static final long STOP_SECONDS = 5;

  private final BundleContext context;
  private final ThreadPoolExecutor worker;
  private final List<ServiceRegistration<?>> services = new ArrayList<>();
  private Timers.@Nullable Timer looking;

  /** Where to read from. */
  @ObjectClassDefinition(name = "Wardlight facility")
  @interface Configuration {
    @AttributeDefinition(description = "The facility's directory. No default.")
    String directory();

    @AttributeDefinition(
        description =
            "device-configs of the distribution, used for what is not two levels above the"
                + " directory. Default: none.",
        required = false)
    String fallback() default "";

    @AttributeDefinition(
        description = "Where the configurations that were in force are kept. No default.")
    String history();

    @AttributeDefinition(
        description = "So many of them are kept. Default: 200.",
        min = "1",
        max = "10000",
        required = false)
    int kept() default 200;
  }

  /** Reads the facility, and publishes it if there is a valid one. */
  @Activate
  public ConfiguredFacility(
      Configuration configuration,
      BundleContext context,
      @Reference Clock clock,
      @Reference Timers timers)
      throws IOException {
    this.context = context;
    worker =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING),
            task -> {
              Thread thread = new Thread(task, "wl-configuration");
              thread.setDaemon(true);
              return thread;
            });
    Path directory = Path.of(configuration.directory());
    Path fallback = configuration.fallback().isEmpty() ? null : Path.of(configuration.fallback());
    Path history = Path.of(configuration.history());
    LimitDesk limits =
        new LimitDesk(
            new LimitsFile(history.resolve(LimitsFile.NAME)),
            clock,
            worker,
            () -> service(Journal.class),
            () -> service(Faults.class));
    LiveConfiguration live =
        LiveConfiguration.begin(
            () -> new Layout(directory, fallback),
            new HistoryFiles(history, configuration.kept()),
            clock,
            worker,
            new Announcements(this::listeners, () -> service(Faults.class)),
            limits);
    if (live != null) {
      services.add(context.registerService(FacilitySource.class, live, null));
      services.add(context.registerService(ConfigurationHistory.class, live, null));
      services.add(context.registerService(CareLimits.class, limits, null));
      looking = live.watch(timers);
    }
  }

  /** Ends what runs; a roll-back that is cut off is finished at the next start. */
  @Deactivate
  void stop() {
    if (looking != null) {
      looking.cancel();
    }
    services.forEach(ServiceRegistration::unregister);
    worker.shutdown();
    try {
      if (!worker.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("a change of the configuration did not end in time");
        worker.shutdownNow();
      }
    } catch (InterruptedException e) {
      worker.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** The observers of this moment, the highest service ranking first. */
  private List<Announcements.Listener> listeners() {
    List<ServiceReference<FacilityObserver>> references;
    try {
      references = new ArrayList<>(context.getServiceReferences(FacilityObserver.class, null));
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("there is no filter", e);
    }
    references.sort(Comparator.reverseOrder());
    List<Announcements.Listener> listeners = new ArrayList<>();
    for (ServiceReference<FacilityObserver> reference : references) {
      FacilityObserver observer = context.getService(reference);
      if (observer != null) {
        listeners.add(
            new Announcements.Listener(reference.getBundle().getSymbolicName(), observer));
      }
    }
    return listeners;
  }

  private <T> @Nullable T service(Class<T> type) {
    ServiceReference<T> reference = context.getServiceReference(type);
    return reference == null ? null : context.getService(reference);
  }
}
