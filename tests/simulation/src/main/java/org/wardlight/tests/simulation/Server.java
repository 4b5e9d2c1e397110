package org.wardlight.tests.simulation;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.wardlight.alarm.internal.AlarmDeskComponent;
import org.wardlight.alarm.internal.DoorLampsComponent;
import org.wardlight.api.alarm.Annunciator;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilitySource;
import org.wardlight.api.time.Lanes;
import org.wardlight.field.internal.FieldComponent;
import org.wardlight.rules.internal.InlineRules;
import org.wardlight.runtime.internal.ClockWatch;
import org.wardlight.runtime.internal.SteadyClock;
import org.wardlight.testkit.InlineLanes;
import org.wardlight.testkit.VirtualTime;

/**
 * One life of the server, from start to stop or crash: field layer, rules, alarm desk, door lamps
 * and the clock's watch, wired by hand on one thread.
 */
final class Server {
  /** How long it takes until the rules are compiled. */
  private static final Duration RULES_AFTER = Duration.ofSeconds(1);

  /** As the rules component does it. */
  private static final Duration RULES_TICK = Duration.ofMillis(250);

  private final VirtualTime time;
  private final SteadyClock clock;
  private final FieldComponent field;
  private final AlarmDeskComponent desk;
  private final DoorLampsComponent lamps;
  private final InlineRules rules;
  private final ClockWatch clockWatch;

  Server(
      Facility facility,
      InlineRules.Compiled compiled,
      Disk disk,
      VirtualTime time,
      SimulatedDriver driver) {
    this.time = time;
    clock = new SteadyClock(time.clock(), time);
    driver.serve(clock);
    FacilitySource source = () -> facility;
    Lanes lanes = new InlineLanes();
    field = new FieldComponent(source, disk.states(), Disk.noOverrides(), clock, time, lanes);
    desk =
        new AlarmDeskComponent(
            registry(service -> {}), disk.journal(), disk.image(), source, lanes, clock, time);
    lamps = new DoorLampsComponent(registry(this::annunciator), desk, source, field);
    rules = new InlineRules(facility, lanes, clock, time, desk, desk);
    clockWatch = new ClockWatch(clock, time, desk);
    field.setFaults(desk);
    field.addPointObserver(desk);
    field.addDeviceObserver(desk);
    field.addPointObserver(rules);
    field.addDeviceObserver(rules);
    field.addDriver(driver);
    time.after(
        RULES_AFTER,
        () -> {
          rules.start(compiled);
          time.every(RULES_TICK, rules::tick);
        });
  }

  private void annunciator(Object service) {
    if (service instanceof Annunciator annunciator) {
      desk.addAnnunciator(annunciator);
    }
  }

  /** What a component registers by hand; nobody here looks services up. */
  private interface Registry {
    void registered(Object service);
  }

  private static BundleContext registry(Registry registry) {
    return proxy(
        BundleContext.class,
        (proxy, method, arguments) -> {
          if (!method.getName().equals("registerService")) {
            throw new UnsupportedOperationException(method.getName());
          }
          registry.registered(arguments[1]);
          return proxy(ServiceRegistration.class, (itself, called, with) -> null);
        });
  }

  private static <T> T proxy(Class<T> type, java.lang.reflect.InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(Server.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** The server's own time. */
  Clock clock() {
    return clock;
  }

  /** Ends as the framework ends it. */
  void stop() {
    clockWatch.stop();
    lamps.stop();
    rules.stop();
    desk.stop();
    field.stop();
    crash();
  }

  /** Ends as when the power goes. */
  void crash() {
    time.forgetTimers();
  }
}
