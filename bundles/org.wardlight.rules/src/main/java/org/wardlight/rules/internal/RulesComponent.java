package org.wardlight.rules.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.wardlight.api.field.PointValue;
import org.wardlight.api.rule.ConclusionListener;
import org.wardlight.api.rule.RuleTexts;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilitySource;
import org.wardlight.api.space.Ward;
import org.wardlight.api.time.Lanes;
import org.wardlight.api.time.Ticker;
import org.wardlight.api.time.Timers;

/** The ward engines as services: hears points and devices, tells conclusions. */
@Component(
    configurationPid = "org.wardlight.rules",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = {PointObserver.class, DeviceObserver.class, RuleTexts.class})
@Designate(ocd = RulesComponent.Config.class)
public final class RulesComponent implements PointObserver, DeviceObserver, RuleTexts {
  /** Where rules are. */
  @ObjectClassDefinition(name = "Wardlight rules")
  public @interface Config {
    /** The directory of the rules, one directory a rule. */
    @AttributeDefinition(description = "Directory of the rules, one directory a rule")
    String directory();
  }

  private static final Logger LOG = LoggerFactory.getLogger(RulesComponent.class);

  /** How late a deadline may be noticed; a dwell alarm is promised within 1 s of its limit. */
  private static final Duration TICK = Duration.ofMillis(250);

  private static final long STOP_SECONDS = 5;

  private final Path directory;
  private final Facility facility;
  private final Ticker ticker;
  private final Map<String, WardEngine> engines = new LinkedHashMap<>();
  private final RuleFaults faults = new RuleFaults();
  private final ExecutorService compiler;
  private final Timers.Timer tick;
  private volatile RuleTextFiles texts = RuleTextFiles.own();

  /** Reads the texts at once; rules are compiled on a thread of their own. */
  @Activate
  public RulesComponent(
      Config config,
      @Reference FacilitySource source,
      @Reference Lanes lanes,
      @Reference Timers timers,
      @Reference Clock clock,
      @Reference Ticker ticker) {
    directory = Path.of(config.directory());
    facility = source.current();
    this.ticker = ticker;
    for (Ward ward : facility.wards()) {
      engines.put(
          ward.id(), new WardEngine(ward, facility, lanes.lane(ward.id()), clock, ticker, faults));
    }
    try {
      texts = RuleTextFiles.read(directory);
    } catch (RuleSetException e) {
      faults.broken(e);
    }
    compiler = Executors.newSingleThreadExecutor(task -> new Thread(task, "wl-rules-compiler"));
    compiler.execute(this::compile);
    tick = timers.every(TICK, () -> engines.values().forEach(WardEngine::tick));
  }

  // The top of the compiler's thread: whatever the rule compiler throws, it must be said.
  private void compile() {
    long begun = ticker.nanos();
    try {
      RuleSet rules = RuleSet.compile(directory);
      LOG.info(
          "{} rules compiled in {} ms",
          rules.byPackage().size(),
          TimeUnit.NANOSECONDS.toMillis(ticker.nanos() - begun));
      engines.values().forEach(engine -> engine.start(rules, Set.of()));
    } catch (RuleSetException e) {
      faults.broken(e);
    } catch (RuntimeException | LinkageError e) {
      LOG.error("the rule compiler failed", e);
      faults.broken(new RuleSetException(directory.toString(), "the compiler failed: " + e));
    }
  }

  @Deactivate
  void deactivate() {
    tick.cancel();
    compiler.shutdown();
    try {
      if (!compiler.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        compiler.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    engines.values().forEach(WardEngine::stop);
    faults.releaseAll();
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addListener(ConclusionListener listener) {
    engines.values().forEach(engine -> engine.attach(listener));
  }

  void removeListener(ConclusionListener listener) {
    engines.values().forEach(engine -> engine.detach(listener));
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
    WardEngine engine = engines.get(now.point().ward());
    if (engine != null) {
      engine.accept(now);
    }
  }

  @Override
  public void deviceChanged(DeviceState now) {
    @Nullable Ward ward = null;
    var device = facility.devices().get(now.device());
    if (device != null) {
      ward = facility.wardOf(device.room());
    }
    WardEngine engine = ward == null ? null : engines.get(ward.id());
    if (engine != null) {
      engine.accept(now);
    }
  }

  @Override
  public void linkChanged(LinkState now) {
    engines.values().forEach(engine -> engine.accept(now));
  }

  @Override
  public Map<String, String> texts(Locale language) {
    return texts.texts(language);
  }
}
