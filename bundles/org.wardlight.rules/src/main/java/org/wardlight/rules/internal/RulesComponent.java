package org.wardlight.rules.internal;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.field.DeviceObserver;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.PointObserver;
import org.wardlight.api.field.PointTable;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.rule.ConclusionListener;
import org.wardlight.api.rule.Explanations;
import org.wardlight.api.rule.Rehearsals;
import org.wardlight.api.rule.RuleSets;
import org.wardlight.api.rule.RuleTexts;
import org.wardlight.api.rule.RulesReady;
import org.wardlight.api.space.CareLimits;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilityObserver;
import org.wardlight.api.space.FacilitySource;
import org.wardlight.api.space.Ward;
import org.wardlight.api.telemetry.History;
import org.wardlight.api.time.Lanes;
import org.wardlight.api.time.Ticker;
import org.wardlight.api.time.Timers;

/** The rules as services: hears points and devices, tells conclusions, answers for itself. */
@Component(
    configurationPid = "org.wardlight.rules",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = {
      PointObserver.class,
      DeviceObserver.class,
      FacilityObserver.class,
      RuleTexts.class,
      Explanations.class
    })
@Designate(ocd = RulesComponent.Config.class)
public final class RulesComponent
    implements PointObserver, DeviceObserver, FacilityObserver, RuleTexts, Explanations {
  /** Where rules are, and how they change. */
  @ObjectClassDefinition(name = "Wardlight rules")
  public @interface Config {
    /** The directory of the rules, one directory a rule. */
    @AttributeDefinition(description = "Directory of the rules, one directory a rule")
    String directory();

    /** Where the rules in force and the history are kept; empty keeps nothing over a restart. */
    @AttributeDefinition(
        required = false,
        description = "Where the rules in force and the history are kept")
    String kept() default "";

    /** The file that says which rules passed in the build; empty: every rule is played. */
    @AttributeDefinition(
        required = false,
        description = "The file that says which rules have passed their scenarios in the build")
    String passed() default "";

    /** Whether a changed set waits until a second person has approved it. */
    @AttributeDefinition(description = "A changed set waits for a second person's approval")
    boolean approval() default false;

    /** Threads on which rules run. */
    @AttributeDefinition(description = "Threads on which rules run", min = "1", max = "16")
    int threads() default 2;
  }

  private static final Logger LOG = LoggerFactory.getLogger(RulesComponent.class);

  /** How late a deadline may be noticed; a dwell alarm is promised within 1 s of its limit. */
  private static final Duration TICK = Duration.ofMillis(250);

  /** How often the files are looked at; a change counts when two looks have seen the same. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final long STOP_SECONDS = 5;

  private final BundleContext context;
  private final RuleFaults faults = new RuleFaults();
  private final ExecutorService compiler = thread("wl-rules-compiler");
  private final ExecutorService guard = thread("wl-rules-guard");
  private final List<Timers.Timer> timers = new ArrayList<>();
  private final List<ServiceRegistration<?>> services = new ArrayList<>();
  private final Ticker ticker;
  private final Wards wards;
  private final RuleJudge judge;
  private final RuleShelf shelf;
  private final RehearsalDesk rehearsals;
  private volatile RuleTextFiles texts = RuleTextFiles.own();
  private volatile boolean stopped;

  /** The recorder, if there is one; asked only when a rehearsal begins. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile @Nullable History history;

  /** Who knows the limits of residents; asked only when a rehearsal begins. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile @Nullable CareLimits limits;

  /** Reads the texts at once; rules are compiled on a thread of their own. */
  @Activate
  public RulesComponent(
      Config config,
      BundleContext context,
      @Reference FacilitySource source,
      @Reference Lanes lanes,
      @Reference Timers timers,
      @Reference Clock clock,
      @Reference Ticker ticker) {
    this.context = context;
    this.ticker = ticker;
    Path directory = Path.of(config.directory());
    ThreadMXBean processor = ManagementFactory.getThreadMXBean();
    wards =
        new Wards(
            source.current(),
            lanes,
            clock,
            ticker,
            thread -> processor.getThreadCpuTime(thread.getId()),
            config.threads(),
            faults,
            guard);
    judge = new RuleJudge(thread -> processor.getThreadCpuTime(thread.getId()));
    shelf =
        new RuleShelf(
            directory,
            config.approval(),
            new KeptRules(config.kept().isBlank() ? null : Path.of(config.kept())),
            judge,
            faults,
            clock,
            compiler,
            this::run);
    rehearsals =
        new RehearsalDesk(
            directory, shelf::rules, wards::facility, () -> limits, () -> history, clock);
    try {
      texts = RuleTextFiles.read(RuleSources.read(directory));
    } catch (RuleSetException e) {
      LOG.debug("the texts wait for the rules to be judged", e);
    }
    compiler.execute(() -> begin(config.passed()));
    this.timers.add(timers.every(TICK, wards::tick));
    this.timers.add(timers.every(LOOK, shelf::watch));
  }

  private static ExecutorService thread(String name) {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  private void begin(String passed) {
    long begun = ticker.nanos();
    if (!passed.isBlank()) {
      judge.hasPassed(PassedRules.read(Path.of(passed), PassedRules.engine()));
    }
    publish(RuleSets.class, shelf);
    publish(Rehearsals.class, rehearsals);
    shelf.begin();
    boolean running = shelf.running() != null;
    LOG.info(
        "{} after {} ms",
        running ? "rules run" : "no rules run",
        TimeUnit.NANOSECONDS.toMillis(ticker.nanos() - begun));
    publish(RulesReady.class, () -> running);
  }

  private void run(RuleSet rules) {
    try {
      texts = RuleTextFiles.read(rules.sources());
    } catch (RuleSetException e) {
      throw new IllegalStateException("texts that were read before cannot be read", e);
    }
    wards.run(rules);
  }

  private synchronized <T> void publish(Class<T> type, T service) {
    if (!stopped) {
      services.add(context.registerService(type, service, null));
    }
  }

  @Deactivate
  void deactivate() {
    timers.forEach(Timers.Timer::cancel);
    synchronized (this) {
      stopped = true;
      services.forEach(ServiceRegistration::unregister);
      services.clear();
    }
    rehearsals.close();
    compiler.shutdown();
    guard.shutdownNow();
    try {
      if (!compiler.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        compiler.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    wards.close();
    faults.releaseAll();
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addListener(ConclusionListener listener) {
    wards.attach(listener);
  }

  void removeListener(ConclusionListener listener) {
    wards.detach(listener);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void setFaults(Faults desk) {
    faults.connect(desk);
  }

  void unsetFaults(Faults desk) {
    faults.disconnect(desk);
  }

  @Override
  public void changed(PointValue now) {
    wards.changed(now);
  }

  @Override
  public void deviceChanged(DeviceState now) {
    wards.changed(now);
  }

  @Override
  public void linkChanged(LinkState now) {
    wards.changed(now);
  }

  @Override
  public void facilityChanged(Facility before, Facility now) {
    wards.change(before, now, this::value);
  }

  /** Asked when it is needed: a reference would tie the field layer and the rules into a circle. */
  private @Nullable PointValue value(int point) {
    ServiceReference<PointTable> reference = context.getServiceReference(PointTable.class);
    PointTable table = reference == null ? null : context.getService(reference);
    return table == null ? null : table.value(point);
  }

  @Override
  public Map<String, String> texts(Locale language) {
    return texts.texts(language);
  }

  @Override
  public CompletionStage<Explanation> explain(String room) {
    Facility facility = wards.facility();
    Ward ward = facility.wardOf(room);
    if (ward == null) {
      return CompletableFuture.failedFuture(
          new IllegalArgumentException("there is no room " + room));
    }
    return wards
        .look(ward.id())
        .thenApplyAsync(look -> new Explainer(facility, look, room).explain(), guard);
  }
}
