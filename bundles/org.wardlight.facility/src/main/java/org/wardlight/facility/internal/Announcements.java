package org.wardlight.facility.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wardlight.api.alarm.Faults;
import org.wardlight.api.alarm.Reason;
import org.wardlight.api.space.ConfigurationProblem;
import org.wardlight.api.space.Facility;
import org.wardlight.api.space.FacilityObserver;

/**
 * Tells the other parts of the server: observers what is in force, people by a technical alarm what
 * was refused. Services are asked for each time, for they may come and go; for one thread.
 */
final class Announcements {
  /** The files are not valid: what was in force before them stays. */
  static final String INVALID = "configuration.invalid";

  /** A part of the server could not take a change. */
  static final String INCOMPLETE = "configuration.incomplete";

  private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

  private final Supplier<List<Listener>> listeners;
  private final Supplier<@Nullable Faults> faults;
  private final Set<String> failed = new HashSet<>();
  private final StandingFault invalid;

  /**
   * Somebody who hears of changes.
   *
   * @param name of the part of the server, for people
   */
  record Listener(String name, FacilityObserver observer) {}

  /**
   * Tells these.
   *
   * @param listeners in the order in which they are to hear
   * @param faults null while there is nobody to tell faults to
   */
  Announcements(Supplier<List<Listener>> listeners, Supplier<@Nullable Faults> faults) {
    this.listeners = listeners;
    this.faults = faults;
    invalid = new StandingFault(INVALID, "configuration", faults);
  }

  /** Calls every observer, whatever becomes of the others. */
  void changed(Facility before, Facility now) {
    for (Listener listener : listeners.get()) {
      try {
        listener.observer().facilityChanged(before, now);
        if (failed.remove(listener.name())) {
          Faults desk = faults.get();
          if (desk != null) {
            desk.release(INCOMPLETE, listener.name());
          }
        }
      } catch (RuntimeException e) {
        LOG.error(
            "{} could not take the changed configuration: restart the server", listener.name(), e);
        failed.add(listener.name());
        Faults desk = faults.get();
        if (desk != null) {
          desk.hold(
              INCOMPLETE,
              listener.name(),
              new Reason(INCOMPLETE, Map.of("part", listener.name(), "cause", e.toString())));
        }
      }
    }
  }

  /** Says why the files are not in force; said again to whoever takes over the alarm desk. */
  void refused(List<ConfigurationProblem> problems) {
    invalid.hold(
        Map.of("count", Integer.toString(problems.size()), "first", problems.get(0).toString()));
  }

  /** Says that the files are in force. */
  void accepted() {
    invalid.release();
  }
}
