package org.wardlight.rules.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.driver.LinkState;
import org.wardlight.api.field.DeviceObserver;
import org.wardlight.api.field.DeviceState;
import org.wardlight.api.field.PointObserver;
import org.wardlight.api.field.PointValue;
import org.wardlight.api.rule.ConclusionListener;
import org.wardlight.api.space.Device;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.Ward;
import org.wardlight.api.time.Lanes;
import org.wardlight.api.time.Ticker;

/**
 * The engines of all wards on the caller's thread. The rules component owns threads, which virtual
 * time cannot hold still; this takes its place around the same engines. In this package because the
 * engines are nobody else's business.
 */
public final class InlineRules implements PointObserver, DeviceObserver {
  /** Rules, compiled once for every start of the server. */
  public static final class Compiled {
    private final RuleSet rules;

    private Compiled(RuleSet rules) {
      this.rules = rules;
    }

    /** Reads and compiles a directory of rules. */
    public static Compiled read(Path directory) {
      try {
        return new Compiled(RuleSet.compile(RuleSources.read(directory)));
      } catch (RuleSetException e) {
        throw new IllegalArgumentException("the rules in " + directory + " are refused", e);
      }
    }
  }

  private final Facility facility;
  private final RuleFaults faults = new RuleFaults();
  private final Map<String, WardEngine> engines = new LinkedHashMap<>();

  /** Engines without rules; what they hear waits. */
  public InlineRules(
      Facility facility,
      Lanes lanes,
      Clock clock,
      Ticker ticker,
      ConclusionListener listener,
      Faults desk) {
    this.facility = facility;
    faults.connect(desk);
    for (Ward ward : facility.wards()) {
      WardEngine engine =
          new WardEngine(
              ward.id(),
              facility,
              lanes.lane("rules:" + ward.id()),
              lanes.lane(ward.id()),
              clock,
              ticker,
              faults);
      engine.attach(listener);
      engines.put(ward.id(), engine);
    }
  }

  /** Runs these rules from now on. */
  public void start(Compiled compiled) {
    for (WardEngine engine : engines.values()) {
      var unused = engine.start(compiled.rules, Set.of());
    }
  }

  /** Time has passed. */
  public void tick() {
    engines.values().forEach(WardEngine::tick);
  }

  public void stop() {
    engines.values().forEach(WardEngine::stop);
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
    Device device = facility.devices().get(now.device());
    Ward ward = device == null ? null : facility.wardOf(device.room());
    WardEngine engine = ward == null ? null : engines.get(ward.id());
    if (engine != null) {
      engine.accept(now);
    }
  }

  @Override
  public void linkChanged(LinkState now) {
    engines.values().forEach(engine -> engine.accept(now));
  }
}
