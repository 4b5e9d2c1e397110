package org.wardlight.launcher;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * The order in which bundles start. Devices are polled as early as possible: what they need comes
 * first, and what does not need the facility starts beside the reading of it. Rules follow at once,
 * for compiling them takes longest.
 */
final class StartOrder {
  private static final String OURS = "org.wardlight.";

  /** Needs nothing, needed by all. */
  private static final List<String> TIME = List.of("org.wardlight.runtime");

  /** Reads the facility, which takes about as long as {@link #BESIDE}. */
  private static final List<String> FACILITY = List.of("org.wardlight.facility");

  /** Needs no facility. */
  private static final Set<String> BESIDE =
      Set.of("org.wardlight.store", "org.wardlight.driver.modbus", "org.wardlight.driver.opcua");

  private static final List<String> NEXT =
      List.of("org.wardlight.field", "org.wardlight.rules", "org.wardlight.alarm");

  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

  private StartOrder() {}

  /**
   * Starts these bundles.
   *
   * @return what did not start, and why
   */
  static List<String> startAll(List<Bundle> bundles) throws InterruptedException {
    StartOrder order = new StartOrder();
    Map<String, Bundle> left = new LinkedHashMap<>();
    for (Bundle bundle : bundles) {
      left.put(bundle.getSymbolicName(), bundle);
    }
    order.start(take(left, left.keySet().stream().filter(n -> !n.startsWith(OURS)).toList()));
    order.start(take(left, TIME));
    List<Bundle> beside = take(left, BESIDE);
    Thread other = new Thread(() -> order.start(beside), "wl-start");
    other.start();
    order.start(take(left, FACILITY));
    other.join();
    order.start(take(left, NEXT));
    order.start(List.copyOf(left.values()));
    return List.copyOf(order.failures);
  }

  private static List<Bundle> take(Map<String, Bundle> from, Collection<String> names) {
    List<Bundle> taken = new ArrayList<>();
    for (String name : names) {
      Bundle bundle = from.remove(name);
      if (bundle != null) {
        taken.add(bundle);
      }
    }
    return taken;
  }

  private void start(List<Bundle> bundles) {
    for (Bundle bundle : bundles) {
      try {
        bundle.start(Bundle.START_ACTIVATION_POLICY);
      } catch (BundleException e) {
        failures.add("cannot start " + bundle.getSymbolicName() + ": " + e.getMessage());
      }
    }
  }
}
